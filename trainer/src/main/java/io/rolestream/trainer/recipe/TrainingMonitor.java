package io.rolestream.trainer.recipe;

import io.rolestream.common.text.Keyed;
import io.rolestream.engine.training.TrainingProgress;

/** Receives the progress of a training, on its thread. */
public interface TrainingMonitor {
    /** In this order; some recipes skip some. */
    enum Stage implements Keyed {
        READING,
        LABELLING,
        ADAPTING,
        FINE_TUNING,
        EVALUATING,
        JUDGING;

        /** Whether it consists of steps. */
        public boolean hasSteps() {
            return this == ADAPTING || this == FINE_TUNING;
        }
    }

    TrainingMonitor NONE = new TrainingMonitor() {};

    /**
     * A stage has begun.
     *
     * @param examples number of texts it works on
     */
    default void stage(Stage stage, long examples) {}

    /** A step of a stage that has steps is done. */
    default void progressed(Stage stage, TrainingProgress progress) {}

    /** A message for people, such as why a step of the recipe was skipped. */
    default void note(String sentence) {}

    /** One that tells this, and then another. */
    default TrainingMonitor and(TrainingMonitor other) {
        TrainingMonitor first = this;
        return new TrainingMonitor() {
            @Override
            public void stage(Stage stage, long examples) {
                first.stage(stage, examples);
                other.stage(stage, examples);
            }

            @Override
            public void progressed(Stage stage, TrainingProgress progress) {
                first.progressed(stage, progress);
                other.progressed(stage, progress);
            }

            @Override
            public void note(String sentence) {
                first.note(sentence);
                other.note(sentence);
            }
        };
    }
}
