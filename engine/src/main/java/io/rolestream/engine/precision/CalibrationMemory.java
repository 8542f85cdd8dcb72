package io.rolestream.engine.precision;

import io.rolestream.engine.checkpoint.CheckpointDirectory;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores calibrations, so that a process that opens a model again can compute without calibrating. A stored calibration
 * is used if the model, the options, libtorch and the machine are unchanged. A calibration that cannot be read or
 * written only costs time: it is logged, and the model is calibrated.
 *
 * <p>Each combination has its own file of about a kilobyte; none is deleted. Use a directory that is deleted with the
 * model, such as the model's own in a cache.
 *
 * @param directory of the files; created when needed
 * @param version tells models with the same {@code config.json} apart, as a checksum of the weights does; null to tell
 *     them by the sizes and times of their files, which change when a model is copied
 */
public record CalibrationMemory(Path directory, @Nullable String version) {
    private static final Logger LOG = LoggerFactory.getLogger(CalibrationMemory.class);

    /** A directory; models are told apart by the sizes and times of their files. */
    public static CalibrationMemory in(Path directory) {
        return new CalibrationMemory(directory, null);
    }

    /**
     * The file of a combination, which need not be there; null if it cannot be told which.
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
