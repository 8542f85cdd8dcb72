package io.rolestream.system.privacy;

import io.rolestream.events.Vote;
import io.rolestream.stream.worker.VotingModel;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;

/** Says the same of every text, so that it disagrees with the rules. */
record Opinion(String role) implements VotingModel {
    @Override
    public String version() {
        return "1";
    }

    @Override
    public boolean isFull() {
        return false;
    }

    @Override
    public CompletableFuture<Vote> vote(String judged) {
        return CompletableFuture.completedFuture(Vote.newBuilder()
                .setLabeller("roberta")
                .setLabellerVersion("1")
                .setRole(role)
                .setConfidence(0.9f)
                .setVotedAt(Instant.now())
                .build());
    }

    @Override
    public void close() {}
}
