package io.rolestream.trainer.recipe;

import io.rolestream.common.text.Keyed;
import io.rolestream.engine.training.TrainingProgress;

/** Receives the progress of a training, on its thread. */
public interface TrainingMonitor {
    /** What a training is at, in this order; some recipes leave some out. */
    enum Stage implements Keyed {
        READING,
        LABELLING,
        ADAPTING,
        FINE_TUNING,
        EVALUATING,
        JUDGING
    }

    /** Ignores progress. */
    TrainingMonitor NONE = new TrainingMonitor() {};

    /**
     * Another stage has begun.
     *
     * @param examples number of texts it works on, if known
     */
    default void stage(Stage stage, long examples) {}

    /** Another step of {@link Stage#ADAPTING} or {@link Stage#FINE_TUNING} is done. */
    default void progressed(Stage stage, TrainingProgress progress) {}

    /** Something that people should know, such as why a step of the recipe was left out. */
    default void note(String sentence) {}
}
