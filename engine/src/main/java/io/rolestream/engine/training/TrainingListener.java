package io.rolestream.engine.training;

/** Called after each step of a training, on the training's thread. */
@FunctionalInterface
public interface TrainingListener {
    /** Ignores all steps. */
    TrainingListener NONE = progress -> {};

    /** Another step is done. */
    void progressed(TrainingProgress progress);
}
