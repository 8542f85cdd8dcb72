package io.rolestream.stream.worker;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.rolestream.events.Vote;
import io.rolestream.stream.MetricNames;
import io.rolestream.stream.worker.ModelVotes.Reason;
import java.util.HashMap;
import java.util.Map;

/** What a worker counts. */
final class WorkerMeters {
    private static final String VOTED = "voted";

    private final Map<String, Counter> votes = new HashMap<>();
    private final Counter commits;
    private final Counter swaps;
    private final Counter restarts;

    WorkerMeters(MeterRegistry registry, String labeller) {
        votes.put(VOTED, votes(registry, labeller, VOTED));
        for (Reason reason : Reason.values()) {
            votes.put(reason.code(), votes(registry, labeller, reason.code()));
        }
        commits = registry.counter(MetricNames.VOTE_COMMITS);
        swaps = registry.counter(MetricNames.MODEL_SWAPS);
        restarts = registry.counter(MetricNames.WORKER_RESTARTS);
    }

    private static Counter votes(MeterRegistry registry, String labeller, String outcome) {
        return registry.counter(MetricNames.VOTES, MetricNames.LABELLER, labeller, MetricNames.OUTCOME, outcome);
    }

    void voted(Vote vote) {
        Counter counter = votes.get(vote.getReason() == null ? VOTED : vote.getReason());
        if (counter != null) {
            counter.increment();
        }
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
