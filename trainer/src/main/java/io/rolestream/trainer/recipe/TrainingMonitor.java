package io.rolestream.trainer.recipe;

import io.rolestream.engine.training.TrainingProgress;

/** Told of a training as it goes on, on its thread. */
public interface TrainingMonitor {
    /** What a training is at, in this order; some recipes leave some out. */
    enum Stage {
        READING,
        LABELLING,
        ADAPTING,
        FINE_TUNING,
        EVALUATING,
        JUDGING
    }

    /** Tells nobody. */
    TrainingMonitor NONE = new TrainingMonitor() {};

    /**
     * Another stage has begun.
     *
     * @param examples how many texts it works on, as far as that is known
     */
    default void stage(Stage stage, long examples) {}

    /** Another step of {@link Stage#ADAPTING} or {@link Stage#FINE_TUNING} is done. */
    default void progressed(Stage stage, TrainingProgress progress) {}

    /** Something that people should know, such as why a step of the recipe was left out. */
    default void note(String sentence) {}
}
