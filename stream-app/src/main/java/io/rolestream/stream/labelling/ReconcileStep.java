package io.rolestream.stream.labelling;

import io.rolestream.common.tracing.Tracing;
import io.rolestream.rules.decision.CurrentVotes;
import io.rolestream.rules.role.Taxonomy;
import io.rolestream.state.CurrentLabel;
import io.rolestream.stream.reconcile.CurrentState;
import io.rolestream.stream.reconcile.HeldChanges;
import io.rolestream.stream.reconcile.Incoming;
import io.rolestream.stream.reconcile.Reconciler;
import io.rolestream.stream.reconcile.ReconcilerSettings;
import io.rolestream.stream.reconcile.UnusableRecordException;
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

    private final Taxonomy taxonomy;
    private final ReconcilerSettings settings;
    private final LabellingTopology.Limits limits;
    private final LabellingMeters meters;
    private final Tracing tracing;
    private @Nullable ForwardedOutcomes outcomes;
    private @Nullable HeldChanges changes;
    private @Nullable Reconciler reconciler;

    ReconcileStep(
            Taxonomy taxonomy,
            ReconcilerSettings settings,
            LabellingTopology.Limits limits,
            LabellingMeters meters,
            Tracing tracing) {
        this.taxonomy = taxonomy;
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
        outcomes = forwarding;
        StoredState stored = new StoredState(context.getStateStore(LabellingTopology.PENDING), labels);
        changes = new HeldChanges(
                new CurrentState(stored, new CurrentVotes(taxonomy), settings.modelLabeller()), forwarding);
        reconciler = begin(changes);
        context.schedule(EXPIRY_INTERVAL, PunctuationType.WALL_CLOCK_TIME, time -> expire(Instant.ofEpochMilli(time)));
        LabelRetentionSweep sweep = new LabelRetentionSweep(
                labels, limits.labelRetention(), settings.observing().retention());
        context.schedule(
                SWEEP_INTERVAL, PunctuationType.WALL_CLOCK_TIME, time -> sweep.step(Instant.ofEpochMilli(time)));
    }

    private Reconciler begin(HeldChanges held) {
        Reconciler begun = new Reconciler(settings, context().taskId().partition(), held, held, now());
        meters.begun(begun);
        return begun;
    }

    @Override
    public void process(Record<String, Incoming> record) {
        if (reconciler == null || changes == null || outcomes == null) {
            throw new IllegalStateException("process() before init()");
        }
        outcomes.of(record);
        try {
            reconciler.accept(record.value(), now());
        } catch (RuntimeException e) {
            changes.drop();
            if (Failures.isRecordsFault(e) && !(e instanceof UnusableRecordException)) {
                meters.ended(reconciler);
                reconciler = begin(changes); // its deadlines may have changed
            }
            throw e;
        }
        changes.write();
    }

    private void expire(Instant now) {
        if (reconciler != null && changes != null) {
            reconciler.expire(now, EXPIRIES_AT_MOST);
            changes.write();
        }
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
