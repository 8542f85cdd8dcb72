package io.rolestream.common.metrics;

import static io.rolestream.common.metrics.MetricBuckets.*;
import static io.rolestream.common.metrics.MetricSource.*;
import static io.rolestream.common.metrics.MetricType.*;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * All metrics of Rolestream and their tags, on which dashboards and alerts rely. Metrics of Kafka and the JVM keep the
 * names that Micrometer gives them.
 *
 * <p><b>Topics are exactly-once; counters are not.</b> A counter counts what a process has worked on. The records of an
 * aborted transaction are processed and counted again, and every restart begins at 0, as Prometheus expects. Use
 * counters for rates and shares, and topics for exact numbers.
 */
public enum Metric {
    RESUMES(COUNTER, "rolestream.resumes", STREAM, "Records read from `resumes`.", MetricTag.OUTCOME),
    UNUSUAL_TIMES(
            COUNTER,
            "rolestream.unusual.times",
            STREAM,
            "Resumes whose `submittedAt` is not in milliseconds since 1970 (`seconds`, `days`, `microseconds`,"
                    + " `nanoseconds`: recognised), or cannot be (`before-2000`, `in-future`: replaced by the record's"
                    + " timestamp).",
            MetricTag.REASON),
    LABELS(COUNTER, "rolestream.labels", STREAM, "Labels decided, with revisions.", MetricTag.ROLE, MetricTag.DECIDER),
    LABELS_DEGRADED(COUNTER, "rolestream.labels.degraded", STREAM, "Labels decided without the awaited model vote."),
    LABELS_REVISED(COUNTER, "rolestream.labels.revised", STREAM, "Labels that replaced an earlier one."),
    LABEL_LATENCY(
            LATENCIES,
            "rolestream.label.latency",
            STREAM,
            "Time from the timestamp of a resume's record to the decision on its label; for degraded labels, from"
                    + " when the service read the record. Labels decided by people are excluded.",
            "seconds"),
    AWAITING(GAUGE, "rolestream.awaiting", STREAM, "Resumes that currently await the model's vote."),
    IGNORED(
            COUNTER,
            "rolestream.ignored",
            STREAM,
            "Records without effect, such as an unchanged resume or a vote on an outdated text.",
            MetricTag.REASON),
    COMPARISONS(
            COUNTER,
            "rolestream.comparisons",
            STREAM,
            "Labels on which both the rules and the model voted; disagreements are a share of these."),
    OBSERVED_VOTES(
            COUNTER,
            "rolestream.observed.votes",
            STREAM,
            "Votes of observed labellers that were recorded with labels, by whether they agree with the label's role.",
            MetricTag.LABELLER,
            MetricTag.OUTCOME),
    DISAGREEMENTS(
            COUNTER, "rolestream.disagreements", STREAM, "Labels on which rules and model disagree.", MetricTag.KIND),
    KEYWORD_COMPARISONS(
            COUNTER,
            "rolestream.keyword.comparisons",
            STREAM,
            "Labels on which both voted, for each keyword that the rules matched.",
            MetricTag.KEYWORD),
    KEYWORD_DISAGREEMENTS(
            COUNTER,
            "rolestream.keyword.disagreements",
            STREAM,
            "Disagreements, for each keyword that the rules matched.",
            MetricTag.KEYWORD),
    RULES_INFO(GAUGE, "rolestream.rules.info", STREAM, "Always 1; its tag names the rules that vote.", MetricTag.RULES),
    RULE_SWAPS(COUNTER, "rolestream.rules.swaps", STREAM, "Times that a new rule set replaced the current" + " one."),
    RULE_REFUSALS(
            COUNTER, "rolestream.rules.refusals", STREAM, "Champions whose rule set was refused.", MetricTag.REASON),
    DEAD_LETTERS(
            COUNTER,
            "rolestream.dead.letters",
            DEAD_LETTERING,
            "Dead letters, by the topic of the original record.",
            MetricTag.TOPIC,
            MetricTag.REASON),
    RECORDS_GONE(
            COUNTER,
            "rolestream.records.gone",
            SERVICES,
            "Records that retention deleted before the service had read them, by offsets: transactions' end markers"
                    + " count, too. Counted again after a restart until a newer record of the partition is committed.",
            MetricTag.TOPIC),

    VOTES(COUNTER, "rolestream.votes", WORKER, "Votes sent.", MetricTag.LABELLER, MetricTag.OUTCOME),
    VOTE_COMMITS(COUNTER, "rolestream.vote.commits", WORKER, "Committed transactions of votes."),
    WORKER_RESTARTS(
            COUNTER,
            "rolestream.worker.restarts",
            WORKER,
            "Times that the worker aborted a transaction and restarted from the committed offsets."),
    MODEL_INFO(
            GAUGE,
            "rolestream.model.info",
            WORKER,
            "Always 1; its tags name the version that votes, and its labeller. Missing if there is none.",
            MetricTag.MODEL,
            MetricTag.VERSION,
            MetricTag.LABELLER),
    MODEL_AGE(
            GAUGE,
            "rolestream.model.age",
            WORKER,
            "Time since the version that votes was announced. NaN if there is none.",
            "seconds"),
    MODEL_SWAPS(COUNTER, "rolestream.model.swaps", WORKER, "Versions loaded, including the first."),
    MODEL_REFUSALS(COUNTER, "rolestream.model.refusals", WORKER, "Versions refused.", MetricTag.REASON),
    INFERENCE_BATCH_SEQUENCES(
            SEQUENCES,
            "rolestream.inference.batch.sequences",
            WORKER,
            "Token sequences per batch; a long text can be several.",
            null),
    INFERENCE_BATCH_TOKENS(
            TOKENS,
            "rolestream.inference.batch.tokens",
            WORKER,
            "Tokens per batch, without padding. The sum is what the model computed.",
            null),
    INFERENCE_PADDED_TOKENS(
            COUNTER,
            "rolestream.inference.padded.tokens",
            WORKER,
            "Tokens of the batches if each sequence were padded to the longest of its batch. They are not computed; the"
                    + " excess over the tokens is what packing saves."),
    INFERENCE_BUSY(
            COUNTER,
            "rolestream.inference.busy",
            WORKER,
            "Time spent computing batches; parallel batches add up.",
            "seconds"),
    INFERENCE_WAITING_TOKENS(
            GAUGE, "rolestream.inference.waiting.tokens", WORKER, "Tokens that currently wait for the model."),
    INFERENCE_BATCH_LIMIT(
            GAUGE,
            "rolestream.inference.batch.limit.tokens",
            WORKER,
            "Maximum tokens per batch; lower than configured after the device ran out of memory."),
    DEVICE_MEMORY_USED(
            GAUGE,
            "rolestream.device.memory.used",
            WORKER,
            "GPU memory in use, by all processes. Missing without a GPU.",
            "bytes",
            MetricTag.DEVICE),
    DEVICE_MEMORY_SIZE(
            GAUGE,
            "rolestream.device.memory.size",
            WORKER,
            "Total GPU memory. Missing without a GPU.",
            "bytes",
            MetricTag.DEVICE),

    JOB_LABELS(COUNTER, "rolestream.job.labels", RECOMMENDER, "Labels of jobs, by their cause.", MetricTag.JOB_LABEL),
    RECOMMENDATIONS(
            COUNTER,
            "rolestream.recommendations",
            RECOMMENDER,
            "Lists of recommendations that were due, by their topic and what came of them.",
            MetricTag.TOPIC,
            MetricTag.LIST_OUTCOME),
    RECOMMENDATIONS_DUE(
            GAUGE, "rolestream.recommendations.due", RECOMMENDER, "Lists that are due and wait.", MetricTag.TOPIC),
    RECOMMENDATIONS_BEHIND(
            GAUGE,
            "rolestream.recommendations.behind",
            RECOMMENDER,
            "How long the list that is due longest has been due; 0 if none is. Background sweeps do not count.",
            "seconds",
            MetricTag.TOPIC),
    RANKING_TIME(
            LATENCIES,
            "rolestream.ranking.time",
            RECOMMENDER,
            "Time to compute one list, from its profile to its reasons.",
            "seconds",
            MetricTag.TOPIC),
    INDEXED_TEXTS(
            GAUGE,
            "rolestream.indexed.texts",
            RECOMMENDER,
            "Texts that the lists of a topic are for: resumes, or jobs.",
            MetricTag.TOPIC),
    RECOMMENDER_RESTARTS(
            COUNTER,
            "rolestream.recommender.restarts",
            RECOMMENDER,
            "Times that the recommender aborted a transaction and read its lists again."),

    DESCRIPTIONS(
            COUNTER, "rolestream.descriptions", GENERATOR, "Resumes, by what came of them.", MetricTag.DESCRIPTION),
    GENERATED_TOKENS(COUNTER, "rolestream.generated.tokens", GENERATOR, "Tokens of descriptions."),
    GENERATOR_SWAPS(COUNTER, "rolestream.generator.swaps", GENERATOR, "Models loaded, including the first."),
    GENERATOR_RESTARTS(COUNTER, "rolestream.generator.restarts", GENERATOR, "Transactions aborted and begun again."),

    LEADER(GAUGE, "rolestream.trainer.leader", TRAINER, "1 if this trainer leads, otherwise 0."),
    TRAINER_LAG(
            GAUGE, "rolestream.trainer.lag", TRAINER, "Records that the trainer has not yet read. NaN until known."),
    EXAMPLES(GAUGE, "rolestream.trainer.examples", TRAINER, "Distinct texts accumulated."),
    CORRECTIONS(GAUGE, "rolestream.trainer.corrections", TRAINER, "Accumulated texts with a correction."),
    NEW_EXAMPLES(GAUGE, "rolestream.trainer.new.examples", TRAINER, "New examples since the last training."),
    NEW_CORRECTIONS(GAUGE, "rolestream.trainer.new.corrections", TRAINER, "New corrections since the last training."),
    PAIRS(GAUGE, "rolestream.trainer.pairs", TRAINER, "Accumulated pairs of a resume and a job that suits it."),
    TRAININGS(
            COUNTER,
            "rolestream.trainings",
            TRAINER,
            "Trainings finished.",
            MetricTag.TRAINING_OUTCOME,
            MetricTag.TRIGGER),
    MATCH_TRAININGS(
            COUNTER,
            "rolestream.match.trainings",
            TRAINER,
            "Trainings of the recommender's models finished.",
            MetricTag.MODEL,
            MetricTag.TRAINING_OUTCOME),
    LOSS(
            GAUGE,
            "rolestream.training.loss",
            TRAINER,
            "Loss of the latest step. NaN if no training is running, as for the next three."),
    EPOCH(GAUGE, "rolestream.training.epoch", TRAINER, "Epochs completed, as a fraction."),
    TRAINING_TOKENS_PER_SECOND(
            GAUGE, "rolestream.training.tokens.per.second", TRAINER, "Average speed of the current stage."),
    SECONDS_LEFT(GAUGE, "rolestream.training.left", TRAINER, "Remaining time of the current stage.", "seconds"),
    GATE_VERDICTS(COUNTER, "rolestream.gate.verdicts", TRAINER, "Models judged by the gate.", MetricTag.VERDICT),
    TRAINING_SCORE(
            GAUGE,
            "rolestream.training.score",
            TRAINER,
            "Scores of the most recently evaluated model. Missing before the first evaluation.",
            MetricTag.SCORE),

    SERVED_REQUESTS(
            COUNTER, "rolestream.served.requests", SERVE, "Requests answered.", MetricTag.PATH, MetricTag.STATUS),
    SERVED_RESUMES(COUNTER, "rolestream.served.resumes", SERVE, "Resumes answered.", MetricTag.PATH, MetricTag.ANSWER),
    SERVED_TIME(LATENCIES, "rolestream.served.time", SERVE, "Time to answer a request.", "seconds", MetricTag.PATH),
    SERVED_NOW(GAUGE, "rolestream.served.now", SERVE, "Requests with resumes that are being answered."),

    RESIDENT_MEMORY(
            GAUGE,
            "rolestream.process.resident.memory",
            ALL,
            "Main memory of the process, including PyTorch's and RocksDB's, which the JVM does not report. NaN except"
                    + " on Linux.",
            "bytes");

    private final MetricType type;
    private final String meter;
    private final MetricSource by;
    private final String description;
    private final @Nullable String unit;
    private final List<MetricTag> tags;
    private final List<Double> buckets;

    Metric(MetricType type, String meter, MetricSource by, String description, MetricTag... tags) {
        this(type, meter, by, description, null, tags);
    }

    Metric(
            MetricType type,
            String meter,
            MetricSource by,
            String description,
            @Nullable String unit,
            MetricTag... tags) {
        this(type, List.of(), meter, by, description, unit, tags);
    }

    Metric(
            List<Double> buckets,
            String meter,
            MetricSource by,
            String description,
            @Nullable String unit,
            MetricTag... tags) {
        this(HISTOGRAM, buckets, meter, by, description, unit, tags);
    }

    Metric(
            MetricType type,
            List<Double> buckets,
            String meter,
            MetricSource by,
            String description,
            @Nullable String unit,
            MetricTag... tags) {
        this.type = type;
        this.buckets = buckets;
        this.meter = meter;
        this.by = by;
        this.description = description;
        this.unit = unit;
        this.tags = List.of(tags);
    }

    public MetricType type() {
        return type;
    }

    public String meter() {
        return meter;
    }

    /** Its name in Prometheus, before {@code _bucket}, {@code _sum} and {@code _count} of a histogram. */
    public String prometheus() {
        String name = meter.replace('.', '_') + (unit == null ? "" : "_" + unit);
        return type == COUNTER ? name + "_total" : name;
    }

    public MetricSource by() {
        return by;
    }

    public String description() {
        return description;
    }

    public List<MetricTag> tags() {
        return tags;
    }

    /** @param values of its tags, in their order */
    public Counter counter(MeterRegistry registry, String... values) {
        return Counter.builder(meter)
                .description(description)
                .baseUnit(unit)
                .tags(tags(COUNTER, values))
                .register(registry);
    }

    /** @param value in the metric's unit; NaN if unknown */
    public <T> Gauge gauge(MeterRegistry registry, T of, ToDoubleFunction<T> value, String... values) {
        return Gauge.builder(meter, of, value)
                .strongReference(true)
                .description(description)
                .baseUnit(unit)
                .tags(tags(GAUGE, values))
                .register(registry);
    }

    /** A histogram of times, with buckets that can be added up across processes. */
    public Timer times(MeterRegistry registry, String... values) {
        return Timer.builder(meter)
                .description(description)
                .tags(tags(HISTOGRAM, values))
                .serviceLevelObjectives(buckets.stream()
                        .map(seconds -> Duration.ofMillis(Math.round(1_000 * seconds)))
                        .toArray(Duration[]::new))
                .register(registry);
    }

    /** A histogram of whole numbers, with buckets that can be added up across processes. */
    public DistributionSummary sizes(MeterRegistry registry, String... values) {
        return DistributionSummary.builder(meter)
                .description(description)
                .tags(tags(HISTOGRAM, values))
                .serviceLevelObjectives(
                        buckets.stream().mapToDouble(Double::doubleValue).toArray())
                .register(registry);
    }

    private Tags tags(MetricType asked, String... values) {
        if (type != asked || values.length != tags.size()) {
            throw new IllegalArgumentException("%s is a %s with the tags %s, not a %s with the values %s"
                    .formatted(this, type, tags, asked, Arrays.toString(values)));
        }
        Tags result = Tags.empty();
        for (int i = 0; i < values.length; i++) {
            result = result.and(tags.get(i).key(), values[i]);
        }
        return result;
    }
}
