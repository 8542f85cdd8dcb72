package io.rolestream.benchmarks.pipeline;

import io.rolestream.events.RoleScore;
import io.rolestream.events.Vote;
import io.rolestream.rules.role.Taxonomy;
import io.rolestream.rules.ruleset.RuleSet;
import io.rolestream.stream.worker.VotingModel;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Stands in for a model on a GPU: takes the queued texts as one batch at a time, and sleeps as long as a device would
 * compute, without using processor time.
 */
final class StubModel implements VotingModel {
    static final String VERSION = "stub-1";

    private static final float SURE = 0.9f;

    /** As many as are queued for a real model. */
    private static final int BATCHES_AHEAD = 4;

    /**
     * The cost of its votes.
     *
     * @param texts maximum per batch
     * @param time per batch, regardless of its size; if zero, each text is voted on immediately
     */
    record Cost(int texts, Duration time) {
        static final Cost NOTHING = new Cost(1, Duration.ZERO);
    }

    private record Waiting(String text, CompletableFuture<Vote> vote) {}

    private final Map<String, Vote> votes;
    private final Cost cost;
    private final BlockingQueue<Waiting> queue = new LinkedBlockingQueue<>();
    private final ExecutorService device = Executors.newSingleThreadExecutor(task -> new Thread(task, "stub-device"));

    /** @param votes by text */
    StubModel(Map<String, Vote> votes, Cost cost) {
        this.votes = votes;
        this.cost = cost;
    }

    /** A vote for each text: the rules' own role, or for every fourth text the role after it. */
    static Map<String, Vote> votes(List<String> texts, String labeller) {
        RuleSet rules = RuleSet.load(RuleSet.DEFAULT, Taxonomy.standard());
        List<String> roles = rules.taxonomy().names();
        Map<String, Vote> votes = new HashMap<>();
        for (int i = 0; i < texts.size(); i++) {
            int role = roles.indexOf(rules.vote(texts.get(i)).role().name());
            List<String> ranking = new ArrayList<>(roles);
            Collections.rotate(ranking, i % 4 == 0 ? -role - 1 : -role);
            votes.put(texts.get(i), vote(ranking, labeller));
        }
        return votes;
    }

    private static Vote vote(List<String> ranking, String labeller) {
        List<RoleScore> scores = new ArrayList<>(ranking.size());
        float others = (float) Math.log((1 - SURE) / (ranking.size() - 1));
        for (String role : ranking) {
            scores.add(new RoleScore(role, scores.isEmpty() ? (float) Math.log(SURE) : others));
        }
        return Vote.newBuilder()
                .setLabeller(labeller)
                .setLabellerVersion(VERSION)
                .setRole(ranking.get(0))
                .setConfidence(SURE)
                .setScores(scores)
                .setRuleCoefficient(0.5f)
                .setVotedAt(Instant.now())
                .build();
    }

    @Override
    public String version() {
        return VERSION;
    }

    @Override
    public boolean isFull() {
        return queue.size() >= BATCHES_AHEAD * cost.texts();
    }

    @Override
    public CompletableFuture<Vote> vote(String text) {
        if (cost.time().isZero()) {
            return CompletableFuture.completedFuture(voteOn(text));
        }
        CompletableFuture<Vote> vote = new CompletableFuture<>();
        queue.add(new Waiting(text, vote));
        device.execute(this::compute);
        return vote;
    }

    private Vote voteOn(String text) {
        Vote vote = votes.get(text);
        if (vote == null) {
            throw new IllegalArgumentException("a text that is none of the benchmark's: " + text);
        }
        return vote;
    }

    /** Computes a batch; does nothing if the text was computed with an earlier one. */
    private void compute() {
        List<Waiting> batch = new ArrayList<>();
        if (queue.drainTo(batch, cost.texts()) == 0) {
            return;
        }
        try {
            TimeUnit.NANOSECONDS.sleep(cost.time().toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        batch.forEach(each -> each.vote().complete(voteOn(each.text())));
    }

    @Override
    public void close() {
        device.shutdown(); // what waits is still computed
        try {
            device.awaitTermination(1, TimeUnit.MINUTES);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
