package io.rolestream.stream.worker;

import io.rolestream.labellers.Answer;
import io.rolestream.labellers.Labeller;
import io.rolestream.labellers.LabellerFacts;
import java.util.concurrent.CompletableFuture;

/** A labeller that fails on every text, in the background. */
record ScriptedLabeller(RuntimeException failure) implements Labeller {
    @Override
    public LabellerFacts facts() {
        return new LabellerFacts("scripted", "scripted@1", 0);
    }

    @Override
    public boolean isFull() {
        return false;
    }

    @Override
    public CompletableFuture<Answer> label(String text) {
        return CompletableFuture.supplyAsync(() -> {
            throw failure;
        });
    }

    @Override
    public void close() {}
}
