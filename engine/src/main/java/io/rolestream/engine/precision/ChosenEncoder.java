package io.rolestream.engine.precision;

import io.rolestream.engine.model.Encoder;
import io.rolestream.engine.model.Precision;
import org.jspecify.annotations.Nullable;

/**
 * An encoder that was chosen.
 *
 * @param encoder is the caller's to close
 * @param precision the numbers that it computes with
 * @param calibration how it was chosen; null where the caller asked for a precision
 */
public record ChosenEncoder(
        Encoder encoder, Precision precision, @Nullable Calibration calibration) {}
