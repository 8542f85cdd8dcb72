package io.rolestream.common.metrics;

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
    RESUMES(Type.COUNTER, "rolestream.resumes", By.STREAM, "Records read from `resumes`.", MetricTag.OUTCOME),
    UNUSUAL_TIMES(
            Type.COUNTER,
            "rolestream.unusual.times",
            By.STREAM,
            "Resumes whose `submittedAt` is not in milliseconds since 1970 (`seconds`, `days`, `microseconds`,"
                    + " `nanoseconds`: recognised), or cannot be (`before-2000`, `in-future`: replaced by the record's"
                    + " timestamp).",
            MetricTag.REASON),
    LABELS(
            Type.COUNTER,
            "rolestream.labels",
            By.STREAM,
            "Labels decided, including revisions.",
            MetricTag.ROLE,
            MetricTag.DECIDER),
    LABELS_DEGRADED(
            Type.COUNTER, "rolestream.labels.degraded", By.STREAM, "Labels decided without the awaited model vote."),
    LABELS_REVISED(Type.COUNTER, "rolestream.labels.revised", By.STREAM, "Labels that replaced an earlier one."),
    LABEL_LATENCY(
            Buckets.LATENCIES,
            "rolestream.label.latency",
            By.STREAM,
            "Time from the timestamp of a resume's record to the decision on its label; for degraded labels, from"
                    + " when the service read the record. Labels decided by people are excluded.",
            "seconds"),
    AWAITING(Type.GAUGE, "rolestream.awaiting", By.STREAM, "Resumes that currently await the model's vote."),
    IGNORED(
            Type.COUNTER,
            "rolestream.ignored",
            By.STREAM,
            "Records without effect, such as an unchanged resume or a vote on an outdated text.",
            MetricTag.REASON),
    COMPARISONS(
            Type.COUNTER,
            "rolestream.comparisons",
            By.STREAM,
            "Labels on which both the rules and the model voted; disagreements are a share of these."),
    DISAGREEMENTS(
            Type.COUNTER,
            "rolestream.disagreements",
            By.STREAM,
            "Labels on which rules and model disagree.",
            MetricTag.KIND),
    KEYWORD_COMPARISONS(
            Type.COUNTER,
            "rolestream.keyword.comparisons",
            By.STREAM,
            "Labels on which both voted, for each keyword that the rules matched.",
            MetricTag.KEYWORD),
    KEYWORD_DISAGREEMENTS(
            Type.COUNTER,
            "rolestream.keyword.disagreements",
            By.STREAM,
            "Disagreements, for each keyword that the rules matched.",
            MetricTag.KEYWORD),
    RULES_INFO(
            Type.GAUGE,
            "rolestream.rules.info",
            By.STREAM,
            "Always 1; its tag names the rule set that votes.",
            MetricTag.RULES),
    RULE_SWAPS(
            Type.COUNTER,
            "rolestream.rules.swaps",
            By.STREAM,
            "Times that a new rule set replaced the current" + " one."),
    RULE_REFUSALS(
            Type.COUNTER,
            "rolestream.rules.refusals",
            By.STREAM,
            "Champions whose rule set was refused.",
            MetricTag.REASON),
    DEAD_LETTERS(
            Type.COUNTER,
            "rolestream.dead.letters",
            By.STREAM_AND_WORKER,
            "Dead letters, by the topic of the original record.",
            MetricTag.TOPIC,
            MetricTag.REASON),
    RECORDS_GONE(
            Type.COUNTER,
            "rolestream.records.gone",
            By.SERVICES,
            "Records that retention deleted before the service had read them, by offsets: transactions' end markers"
                    + " count, too. Counted again after a restart until a newer record of the partition is committed.",
            MetricTag.TOPIC),

    VOTES(Type.COUNTER, "rolestream.votes", By.WORKER, "Votes sent.", MetricTag.LABELLER, MetricTag.OUTCOME),
    VOTE_COMMITS(Type.COUNTER, "rolestream.vote.commits", By.WORKER, "Committed transactions of votes."),
    WORKER_RESTARTS(
            Type.COUNTER,
            "rolestream.worker.restarts",
            By.WORKER,
            "Times that the worker aborted a transaction and restarted from the committed offsets."),
    MODEL_INFO(
            Type.GAUGE,
            "rolestream.model.info",
            By.WORKER,
            "Always 1; its tags name the version that votes, and its labeller. Missing if there is none.",
            MetricTag.MODEL,
            MetricTag.VERSION,
            MetricTag.LABELLER),
    MODEL_AGE(
            Type.GAUGE,
            "rolestream.model.age",
            By.WORKER,
            "Time since the version that votes was announced. NaN if there is none.",
            "seconds"),
    MODEL_SWAPS(Type.COUNTER, "rolestream.model.swaps", By.WORKER, "Versions loaded, including the first."),
    MODEL_REFUSALS(Type.COUNTER, "rolestream.model.refusals", By.WORKER, "Versions refused.", MetricTag.REASON),
    INFERENCE_BATCH_SEQUENCES(
            Buckets.SEQUENCES,
            "rolestream.inference.batch.sequences",
            By.WORKER,
            "Token sequences per batch; a long text can be several.",
            null),
    INFERENCE_BATCH_TOKENS(
            Buckets.TOKENS,
            "rolestream.inference.batch.tokens",
            By.WORKER,
            "Tokens per batch, without padding. The sum is what the model computed.",
            null),
    INFERENCE_PADDED_TOKENS(
            Type.COUNTER,
            "rolestream.inference.padded.tokens",
            By.WORKER,
            "Tokens of the batches if each sequence were padded to the longest of its batch. They are not computed; the"
                    + " excess over the tokens is what packing saves."),
    INFERENCE_BUSY(
            Type.COUNTER,
            "rolestream.inference.busy",
            By.WORKER,
            "Time spent computing batches; parallel batches add up.",
            "seconds"),
    INFERENCE_WAITING_TOKENS(
            Type.GAUGE, "rolestream.inference.waiting.tokens", By.WORKER, "Tokens that currently wait for the model."),
    INFERENCE_BATCH_LIMIT(
            Type.GAUGE,
            "rolestream.inference.batch.limit.tokens",
            By.WORKER,
            "Maximum tokens per batch; lower than configured after the device ran out of memory."),
    DEVICE_MEMORY_USED(
            Type.GAUGE,
            "rolestream.device.memory.used",
            By.WORKER,
            "GPU memory in use, by all processes. Missing without a GPU.",
            "bytes",
            MetricTag.DEVICE),
    DEVICE_MEMORY_SIZE(
            Type.GAUGE,
            "rolestream.device.memory.size",
            By.WORKER,
            "Total GPU memory. Missing without a GPU.",
            "bytes",
            MetricTag.DEVICE),

    LEADER(Type.GAUGE, "rolestream.trainer.leader", By.TRAINER, "1 if this trainer leads, otherwise 0."),
    TRAINER_LAG(
            Type.GAUGE,
            "rolestream.trainer.lag",
            By.TRAINER,
            "Records of the topics that the trainer has not yet read. NaN until known."),
    EXAMPLES(Type.GAUGE, "rolestream.trainer.examples", By.TRAINER, "Distinct texts accumulated."),
    CORRECTIONS(Type.GAUGE, "rolestream.trainer.corrections", By.TRAINER, "Accumulated texts with a correction."),
    NEW_EXAMPLES(Type.GAUGE, "rolestream.trainer.new.examples", By.TRAINER, "New examples since the last training."),
    NEW_CORRECTIONS(
            Type.GAUGE, "rolestream.trainer.new.corrections", By.TRAINER, "New corrections since the last training."),
    TRAININGS(
            Type.COUNTER,
            "rolestream.trainings",
            By.TRAINER,
            "Trainings finished.",
            MetricTag.TRAINING_OUTCOME,
            MetricTag.TRIGGER),
    LOSS(
            Type.GAUGE,
            "rolestream.training.loss",
            By.TRAINER,
            "Loss of the latest step. NaN if no training is running, as for the next three."),
    EPOCH(Type.GAUGE, "rolestream.training.epoch", By.TRAINER, "Epochs completed, as a fraction."),
    TRAINING_TOKENS_PER_SECOND(
            Type.GAUGE, "rolestream.training.tokens.per.second", By.TRAINER, "Average speed of the current stage."),
    SECONDS_LEFT(Type.GAUGE, "rolestream.training.left", By.TRAINER, "Remaining time of the current stage.", "seconds"),
    GATE_VERDICTS(
            Type.COUNTER, "rolestream.gate.verdicts", By.TRAINER, "Models judged by the gate.", MetricTag.VERDICT),
    TRAINING_SCORE(
            Type.GAUGE,
            "rolestream.training.score",
            By.TRAINER,
            "Scores of the most recently evaluated model. Missing before the first evaluation.",
            MetricTag.SCORE),

    RESIDENT_MEMORY(
            Type.GAUGE,
            "rolestream.process.resident.memory",
            By.ALL,
            "Main memory of the process, including PyTorch's and RocksDB's, which the JVM does not report. NaN except"
                    + " on Linux.",
            "bytes");

    public enum Type {
        COUNTER,
        GAUGE,
        HISTOGRAM
    }

    /** The service that has a metric. */
    public enum By {
        STREAM("`stream`"),
        WORKER("`worker`"),
        STREAM_AND_WORKER("`stream`, `worker`"),
        TRAINER("`train`"),
        SERVICES("`stream`, `worker`, `train`"),
        ALL("all");

        private final String text;

        By(String text) {
            this.text = text;
        }

        /** The services' names in Markdown. */
        public String text() {
            return text;
        }
    }

    /** Upper bounds of the buckets of histograms. */
    private static final class Buckets {
        /** In seconds. Labels take milliseconds, or up to half an hour after a backlog. */
        private static final List<Double> LATENCIES =
                List.of(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 300.0, 1_800.0);

        private static final List<Double> SEQUENCES =
                List.of(1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 128.0, 256.0, 512.0, 1_024.0);

        private static final List<Double> TOKENS =
                List.of(32.0, 64.0, 128.0, 256.0, 512.0, 1_024.0, 2_048.0, 4_096.0, 8_192.0, 16_384.0, 32_768.0);
    }

    private final Type type;
    private final String meter;
    private final By by;
    private final String description;
    private final @Nullable String unit;
    private final List<MetricTag> tags;
    private final List<Double> buckets;

    Metric(Type type, String meter, By by, String description, MetricTag... tags) {
        this(type, meter, by, description, null, tags);
    }

    Metric(Type type, String meter, By by, String description, @Nullable String unit, MetricTag... tags) {
        this(type, List.of(), meter, by, description, unit, tags);
    }

    Metric(List<Double> buckets, String meter, By by, String description, @Nullable String unit) {
        this(Type.HISTOGRAM, buckets, meter, by, description, unit);
    }

    Metric(
            Type type,
            List<Double> buckets,
            String meter,
            By by,
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

    public Type type() {
        return type;
    }

    /** Its name in Micrometer. */
    public String meter() {
        return meter;
    }

    /** Its name in Prometheus; that of a histogram is followed by {@code _bucket}, {@code _sum} and {@code _count}. */
    public String prometheus() {
        String name = meter.replace('.', '_') + (unit == null ? "" : "_" + unit);
        return type == Type.COUNTER ? name + "_total" : name;
    }

    public By by() {
        return by;
    }

    /** The description, as Markdown. */
    public String description() {
        return description;
    }

    public List<MetricTag> tags() {
        return tags;
    }

    /**
     * A counter.
     *
     * @param values of its tags, in their order
     */
    public Counter counter(MeterRegistry registry, String... values) {
        return Counter.builder(meter)
                .description(description)
                .baseUnit(unit)
                .tags(tags(Type.COUNTER, values))
                .register(registry);
    }

    /**
     * A gauge.
     *
     * @param value in the metric's unit; NaN if unknown
     */
    public <T> Gauge gauge(MeterRegistry registry, T of, ToDoubleFunction<T> value, String... values) {
        return Gauge.builder(meter, of, value)
                .strongReference(true)
                .description(description)
                .baseUnit(unit)
                .tags(tags(Type.GAUGE, values))
                .register(registry);
    }

    /** A histogram of times, with buckets that can be added up across processes. */
    public Timer times(MeterRegistry registry, String... values) {
        return Timer.builder(meter)
                .description(description)
                .tags(tags(Type.HISTOGRAM, values))
                .serviceLevelObjectives(buckets.stream()
                        .map(seconds -> Duration.ofMillis(Math.round(1_000 * seconds)))
                        .toArray(Duration[]::new))
                .register(registry);
    }

    /** A histogram of whole numbers, with buckets that can be added up across processes. */
    public DistributionSummary sizes(MeterRegistry registry, String... values) {
        return DistributionSummary.builder(meter)
                .description(description)
                .tags(tags(Type.HISTOGRAM, values))
                .serviceLevelObjectives(
                        buckets.stream().mapToDouble(Double::doubleValue).toArray())
                .register(registry);
    }

    private Tags tags(Type asked, String... values) {
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
