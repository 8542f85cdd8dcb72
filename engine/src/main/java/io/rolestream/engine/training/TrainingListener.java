package io.rolestream.engine.training;

/** Called after each step of a training, on the training's thread. */
@FunctionalInterface
public interface TrainingListener {
    TrainingListener NONE = progress -> {};

    void progressed(TrainingProgress progress);
}
