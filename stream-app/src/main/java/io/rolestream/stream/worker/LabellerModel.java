package io.rolestream.stream.worker;

import io.rolestream.engine.batching.EngineBrokenException;
import io.rolestream.engine.batching.EngineClosedException;
import io.rolestream.events.Evidence;
import io.rolestream.events.RoleScore;
import io.rolestream.events.Vote;
import io.rolestream.labellers.Answer;
import io.rolestream.labellers.Labeller;
import io.rolestream.rules.decision.ListedScores;
import io.rolestream.stream.labelling.VoteLimits;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** A {@link Labeller} that votes under a name. */
public final class LabellerModel implements VotingModel {
    private final Labeller labeller;
    private final String name;
    private final List<String> roles;

    /**
     * @param labeller is closed with this
     * @param name on its votes
     * @param roles by their indexes in its answers
     */
    public LabellerModel(Labeller labeller, String name, List<String> roles) {
        this.labeller = labeller;
        this.name = name;
        this.roles = roles;
    }

    @Override
    public String version() {
        return labeller.facts().version();
    }

    @Override
    public boolean isFull() {
        return labeller.isFull();
    }

    @Override
    public CompletableFuture<Vote> vote(String text) throws InterruptedException {
        try {
            return labeller.label(text).handle(this::toVote);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(asOfAVote(e));
        }
    }

    private Vote toVote(@Nullable Answer answer, @Nullable Throwable failure) {
        if (answer == null) {
            Throwable cause =
                    failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
            throw new CompletionException(asOfAVote(cause));
        }
        List<Evidence> evidence = answer.evidence().stream()
                .map(keyword -> new Evidence(keyword, 0, 0))
                .toList();
        return ListedScores.ofModel(Vote.newBuilder(), scores(answer.logProbabilities()))
                .setLabeller(name)
                .setLabellerVersion(version())
                .setRole(answer.abstained() ? null : roles.get(answer.role()))
                .setConfidence(answer.confidence())
                .setEvidence(VoteLimits.fitting(evidence))
                .setReason(answer.abstained() ? ModelVotes.Reason.NO_ROLE.code() : null)
                .setVotedAt(Instant.now())
                .build();
    }

    /** Those of all roles, highest first; an event's scores are finite. */
    private List<RoleScore> scores(float[] logProbabilities) {
        List<RoleScore> scores = new ArrayList<>(logProbabilities.length);
        for (int i = 0; i < logProbabilities.length; i++) {
            if (Float.isNaN(logProbabilities[i])) {
                throw new CompletionException(
                        new IllegalStateException("the score of " + roles.get(i) + " is not a number"));
            }
            scores.add(new RoleScore(roles.get(i), Math.max(logProbabilities[i], -Float.MAX_VALUE)));
        }
        scores.sort(Comparator.comparingDouble(RoleScore::getScore).reversed());
        return scores;
    }

    private static Throwable asOfAVote(@Nullable Throwable failure) {
        if (failure instanceof EngineBrokenException || failure instanceof EngineClosedException) {
            return new ModelGoneException(failure instanceof EngineBrokenException, failure);
        }
        return failure == null ? new IllegalStateException("the labeller gave no answer") : failure;
    }

    @Override
    public void close() {
        labeller.close();
    }
}
