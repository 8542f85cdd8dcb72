package io.rolestream.stream.labelling;

import io.rolestream.common.tracing.Tracing;
import io.rolestream.state.CurrentLabel;
import io.rolestream.stream.reconcile.Incoming;
import io.rolestream.stream.reconcile.Reconciler;
import io.rolestream.stream.reconcile.ReconcilerSettings;
import io.rolestream.stream.sources.SourceIds;
import java.time.Duration;
import java.time.Instant;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** Runs the {@link Reconciler} of one task with its stores, clock and sinks. */
final class ReconcileStep extends ContextualProcessor<String, Incoming, String, @Nullable SpecificRecord> {
    private static final Duration EXPIRY_INTERVAL = Duration.ofMillis(100);
    /** Keeps one punctuation in the low milliseconds; what is left over comes with the next. */
    private static final int EXPIRIES_AT_MOST = 1_000;

    private static final Duration SWEEP_INTERVAL = Duration.ofSeconds(1);

    private final ReconcilerSettings settings;
    private final LabellingTopology.Limits limits;
    private final LabellingMeters meters;
    private final Tracing tracing;
    private @Nullable ForwardedOutcomes outcomes;
    private @Nullable Reconciler reconciler;

    ReconcileStep(
            ReconcilerSettings settings, LabellingTopology.Limits limits, LabellingMeters meters, Tracing tracing) {
        this.settings = settings;
        this.limits = limits;
        this.meters = meters;
        this.tracing = tracing;
    }

    @Override
    public void init(ProcessorContext<String, @Nullable SpecificRecord> context) {
        super.init(context);
        SourceIds.commitWith(context);
        KeyValueStore<String, CurrentLabel> labels = context.getStateStore(LabellingTopology.CURRENT_LABELS);
        ForwardedOutcomes forwarding = new ForwardedOutcomes(context, limits.trainingExamples(), meters, tracing);
        Reconciler created = new Reconciler(
                settings,
                context.taskId().partition(),
                new StoredState(context.getStateStore(LabellingTopology.PENDING), labels),
                forwarding,
                now());
        outcomes = forwarding;
        reconciler = created;
        meters.begun(created);
        context.schedule(
                EXPIRY_INTERVAL,
                PunctuationType.WALL_CLOCK_TIME,
                time -> created.expire(Instant.ofEpochMilli(time), EXPIRIES_AT_MOST));
        LabelRetentionSweep sweep = new LabelRetentionSweep(labels, limits.labelRetention());
        context.schedule(
                SWEEP_INTERVAL, PunctuationType.WALL_CLOCK_TIME, time -> sweep.step(Instant.ofEpochMilli(time)));
    }

    @Override
    public void process(Record<String, Incoming> record) {
        if (reconciler == null || outcomes == null) {
            throw new IllegalStateException("process() before init()");
        }
        outcomes.of(record);
        reconciler.accept(record.value(), now());
    }

    @Override
    public void close() {
        if (reconciler != null) {
            meters.ended(reconciler);
        }
    }

    private Instant now() {
        return Instant.ofEpochMilli(context().currentSystemTimeMs());
    }
}
