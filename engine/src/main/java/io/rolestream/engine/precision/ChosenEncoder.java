package io.rolestream.engine.precision;

import io.rolestream.engine.model.Encoder;
import io.rolestream.engine.model.Precision;
import org.jspecify.annotations.Nullable;

/**
 * An encoder, which the caller closes.
 *
 * @param calibration how it was chosen; null if the caller asked for a precision
 */
public record ChosenEncoder(
        Encoder encoder, Precision precision, @Nullable Calibration calibration) {}
