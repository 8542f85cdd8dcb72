package io.rolestream.labellers;

import java.util.concurrent.CompletableFuture;

/**
 * Says which role a text is. Answers depend on the text and the labeller's {@link LabellerFacts#version version}, and
 * of models on the precision they compute in, so that votes can be repeated. Called by one thread; answers may complete
 * on others.
 */
public interface Labeller extends AutoCloseable {
    LabellerFacts facts();

    /** Whether enough is waiting already to keep the device busy; further texts should wait at their source. */
    boolean isFull();

    /**
     * Labels a text in the background.
     *
     * @return fails with what this text, and no other, makes the labeller fail with; with an
     *     {@link io.rolestream.engine.batching.EngineClosedException} or
     *     {@link io.rolestream.engine.batching.EngineBrokenException} where the text was not looked at
     */
    CompletableFuture<Answer> label(String text) throws InterruptedException;

    /** Answers what waits, then frees what the labeller holds. */
    @Override
    void close();
}
