package io.rolestream.stream.worker;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.rolestream.common.metrics.Metric;
import io.rolestream.events.Vote;
import io.rolestream.schemas.reading.UnreadableReason;
import io.rolestream.stream.worker.ModelVotes.Reason;
import java.util.HashMap;
import java.util.Map;

/** The meters of a worker. */
final class WorkerMeters {
    private static final String VOTED = "voted";

    private final Map<String, Counter> votes = new HashMap<>();
    private final Counter deadLetters;
    private final Counter commits;
    private final Counter swaps;
    private final Counter restarts;

    /** @param resumes the name of the topic */
    WorkerMeters(MeterRegistry registry, String labeller, String resumes) {
        votes.put(VOTED, votes(registry, labeller, VOTED));
        for (Reason reason : Reason.values()) {
            votes.put(reason.code(), votes(registry, labeller, reason.code()));
        }
        deadLetters = Metric.DEAD_LETTERS.counter(registry, resumes, UnreadableReason.INFERENCE_FAILED.code());
        commits = Metric.VOTE_COMMITS.counter(registry);
        swaps = Metric.MODEL_SWAPS.counter(registry);
        restarts = Metric.WORKER_RESTARTS.counter(registry);
    }

    private static Counter votes(MeterRegistry registry, String labeller, String outcome) {
        return Metric.VOTES.counter(registry, labeller, outcome);
    }

    void voted(Vote vote) {
        Counter counter = votes.get(vote.getReason() == null ? VOTED : vote.getReason());
        if (counter != null) {
            counter.increment();
        }
    }

    void deadLettered() {
        deadLetters.increment();
    }

    void committed() {
        commits.increment();
    }

    void swapped() {
        swaps.increment();
    }

    void startedOver() {
        restarts.increment();
    }
}
