package io.rolestream.serving;

import io.rolestream.events.Vote;
import io.rolestream.stream.worker.VotingModel;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/** A model that votes once it is told to. */
final class HeldModel implements VotingModel {
    private final CompletableFuture<Vote> vote = new CompletableFuture<>();
    private final AtomicInteger asked = new AtomicInteger();
    private volatile boolean full;

    void fill() {
        full = true;
    }

    void release() {
        vote.complete(Vote.newBuilder()
                .setLabeller("roberta")
                .setLabellerVersion(version())
                .setRole("Data Engineer")
                .setConfidence(1)
                .setVotedAt(Instant.now())
                .build());
    }

    int asked() {
        return asked.get();
    }

    @Override
    public String version() {
        return "held";
    }

    @Override
    public boolean isFull() {
        return full;
    }

    @Override
    public CompletableFuture<Vote> vote(String text) {
        asked.incrementAndGet();
        return vote.copy();
    }

    @Override
    public void close() {
        release();
    }
}
