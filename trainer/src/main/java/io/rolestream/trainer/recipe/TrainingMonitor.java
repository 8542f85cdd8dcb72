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
        JUDGING
    }

    TrainingMonitor NONE = new TrainingMonitor() {};

    /**
     * A stage has begun.
     *
     * @param examples number of texts it works on
     */
    default void stage(Stage stage, long examples) {}

    /** A step of {@link Stage#ADAPTING} or {@link Stage#FINE_TUNING} is done. */
    default void progressed(Stage stage, TrainingProgress progress) {}

    /** A message for people, such as why a step of the recipe was skipped. */
    default void note(String sentence) {}
}
