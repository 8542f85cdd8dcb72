package io.rolestream.labellers;

import io.rolestream.engine.precision.CalibrationMemory;
import io.rolestream.engine.task.InferenceOptions;
import org.jspecify.annotations.Nullable;

/**
 * What labellers are opened with, whatever their kind. What only one kind needs is in its {@code labeller.json}.
 *
 * @param inference how models are computed
 * @param calibrations where the choice of a precision is stored, so that opening a labeller again does not calibrate
 *     its model; null calibrates each time
 * @param training for labellers that learn when they are opened; null if there are no such texts
 * @param seed of that training
 * @param lenientRules whether entries of rule files that cannot be used are skipped instead of refusing the file
 */
public record LabellerOptions(
        InferenceOptions inference,
        @Nullable CalibrationMemory calibrations,
        @Nullable TrainingLabels training,
        long seed,
        boolean lenientRules) {
    private static final long SEED = 42;

    /** All cores, nothing to learn from, no stored calibrations. */
    public static LabellerOptions defaults() {
        return of(InferenceOptions.defaults());
    }

    /** Nothing to learn from, no stored calibrations. */
    public static LabellerOptions of(InferenceOptions inference) {
        return new LabellerOptions(inference, null, null, SEED, false);
    }

    public LabellerOptions withTraining(TrainingLabels texts) {
        return new LabellerOptions(inference, calibrations, texts, seed, lenientRules);
    }

    public LabellerOptions withCalibrations(CalibrationMemory memory) {
        return new LabellerOptions(inference, memory, training, seed, lenientRules);
    }

    public LabellerOptions withLenientRules(boolean lenient) {
        return new LabellerOptions(inference, calibrations, training, seed, lenient);
    }
}
