package io.rolestream.engine.training;

/** Told of a training as it goes on, on its thread, after each step. */
@FunctionalInterface
public interface TrainingListener {
    /** Tells nobody. */
    TrainingListener NONE = progress -> {};

    /** Another step is done. */
    void progressed(TrainingProgress progress);
}
