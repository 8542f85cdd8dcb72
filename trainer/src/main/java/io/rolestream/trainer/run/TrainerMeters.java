package io.rolestream.trainer.run;

import io.micrometer.core.instrument.MeterRegistry;
import io.rolestream.common.metrics.Metric;
import io.rolestream.evaluation.report.EvaluationMetrics;
import io.rolestream.evaluation.verdict.VerdictKind;
import io.rolestream.events.TrainerStatus;
import io.rolestream.schemas.serde.GeneratedRecords;
import io.rolestream.trainer.recipe.Candidate;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The meters of a trainer: its latest report, verdicts, and outcomes of trainings. Thread-safe. */
public final class TrainerMeters {
    static {
        GeneratedRecords.trust(); // the first of them is made of defaults
    }

    private static final List<VerdictKind> VERDICTS =
            List.of(VerdictKind.PASSED, VerdictKind.PASSED_WEAKLY, VerdictKind.FAILED);

    private final MeterRegistry registry;
    private final AtomicReference<TrainerStatus> status =
            new AtomicReference<>(TrainerStatus.newBuilder().build());
    private final Map<String, Double> scores = new ConcurrentHashMap<>();
    private final Set<String> shown = ConcurrentHashMap.newKeySet();

    public TrainerMeters(MeterRegistry registry) {
        this.registry = registry;
        for (VerdictKind verdict : VERDICTS) {
            Metric.GATE_VERDICTS.counter(registry, verdict.key()); // Prometheus has to see it at 0
        }
        gauge(Metric.LEADER, now -> now.getLeader() ? 1 : 0);
        gauge(Metric.EXAMPLES, TrainerStatus::getExamples);
        gauge(Metric.CORRECTIONS, TrainerStatus::getCorrections);
        gauge(Metric.NEW_EXAMPLES, TrainerStatus::getNewExamples);
        gauge(Metric.NEW_CORRECTIONS, TrainerStatus::getNewCorrections);
        gauge(Metric.LOSS, TrainerStatus::getLoss);
        gauge(Metric.EPOCH, TrainerStatus::getEpoch);
        gauge(Metric.TRAINING_TOKENS_PER_SECOND, TrainerStatus::getTokensPerSecond);
        gauge(Metric.SECONDS_LEFT, TrainerStatus::getSecondsLeft);
    }

    private void gauge(Metric metric, Function<TrainerStatus, @Nullable Number> value) {
        metric.gauge(registry, status, latest -> {
            Number number = value.apply(latest.get());
            return number == null ? Double.NaN : number.doubleValue();
        });
    }

    public void lag(Supplier<OptionalLong> lag) {
        Metric.TRAINER_LAG.gauge(registry, lag, asked -> {
            OptionalLong known = asked.get();
            return known.isPresent() ? known.getAsLong() : Double.NaN;
        });
    }

    public void report(TrainerStatus latest) {
        status.set(latest);
    }

    /** A model was judged; called again if the training continues after that. */
    public void judged(VerdictKind verdict) {
        Metric.GATE_VERDICTS.counter(registry, verdict.key()).increment();
    }

    /** Called again if the training continues after that. */
    void judged(Candidate candidate) {
        judged(candidate.verdict().kind());
        Map<String, Double> latest = EvaluationMetrics.of(candidate.evaluation());
        scores.keySet().retainAll(latest.keySet());
        scores.putAll(latest);
        for (String name : latest.keySet()) {
            if (shown.add(name)) {
                Metric.TRAINING_SCORE.gauge(registry, scores, of -> of.getOrDefault(name, Double.NaN), name);
            }
        }
    }

    /** Registers the outcomes of one of the recommender's models: Prometheus has to see them at 0. */
    public void register(String model) {
        for (TrainingOutcome.Kind outcome : TrainingOutcome.Kind.values()) {
            if (outcome != TrainingOutcome.Kind.STOPPED) {
                Metric.MATCH_TRAININGS.counter(registry, model, outcome.key());
            }
        }
    }

    /** The pairs of a resume and a job that suits. */
    public void pairs(Supplier<Number> pairs) {
        Metric.PAIRS.gauge(registry, pairs, asked -> asked.get().doubleValue());
    }

    /** @param model which of the recommender's models was trained */
    public void ended(String model, TrainingOutcome outcome) {
        Metric.MATCH_TRAININGS.counter(registry, model, outcome.kind().key()).increment();
    }

    public void ended(TrainingOutcome outcome, Trigger trigger) {
        Metric.TRAININGS
                .counter(registry, outcome.kind().key(), trigger.reason().key())
                .increment();
    }
}
