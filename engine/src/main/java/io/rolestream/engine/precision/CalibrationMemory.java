package io.rolestream.engine.precision;

import io.rolestream.engine.checkpoint.CheckpointDirectory;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores calibrations, so that opening a model again needs none. A stored calibration is used if the model, the
 * options, libtorch and the machine are unchanged. If it cannot be read or written, that is logged and the model is
 * calibrated.
 *
 * <p>Each combination has its own file of about a kilobyte, which is never deleted: use a directory that is deleted
 * with the model.
 *
 * @param directory created when needed
 * @param version distinguishes models with the same {@code config.json}, as a checksum of the weights does; null to use
 *     the sizes and times of their files, which change when a model is copied
 */
public record CalibrationMemory(Path directory, @Nullable String version) {
    private static final Logger LOG = LoggerFactory.getLogger(CalibrationMemory.class);

    /** Models are distinguished by the sizes and times of their files. */
    public static CalibrationMemory in(Path directory) {
        return new CalibrationMemory(directory, null);
    }

    /**
     * The file of a combination, which need not exist, or null if its name cannot be determined.
     *
     * @param task what the model is computed for, with all options that the choice may depend on
     */
    public @Nullable CalibrationFile file(CheckpointDirectory checkpoint, String task) {
        try {
            return CalibrationFile.in(directory, CalibrationFacts.of(checkpoint, version, task));
        } catch (IOException e) {
            LOG.warn("calibrations of {} cannot be remembered: {}", checkpoint.path(), e.toString());
            return null;
        }
    }
}
