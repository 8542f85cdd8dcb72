package io.rolestream.stream.labelling;

import io.rolestream.common.tracing.Tracing;
import io.rolestream.events.LabelDisagreement;
import io.rolestream.events.LabelledRole;
import io.rolestream.events.TrainingExample;
import io.rolestream.events.Vote;
import io.rolestream.schemas.reading.ClaimedTime;
import io.rolestream.stream.reconcile.Outcomes;
import io.rolestream.stream.reconcile.Reconciler;
import java.time.Instant;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * Sends the {@link Reconciler}'s conclusions to the sinks, with the time of the decision as their timestamp: a label
 * for a resume from last year is a new event, and must not be deleted by the topic's retention.
 */
final class ForwardedOutcomes implements Outcomes {
    private static final Headers NO_HEADERS = new RecordHeaders();

    private final ProcessorContext<String, @Nullable SpecificRecord> context;
    private final boolean writesTrainingExamples;
    private final LabellingMeters meters;
    private final Tracing tracing;
    private Headers taken = NO_HEADERS;
    private long recordedAt;

    ForwardedOutcomes(
            ProcessorContext<String, @Nullable SpecificRecord> context,
            boolean writesTrainingExamples,
            LabellingMeters meters,
            Tracing tracing) {
        this.context = context;
        this.writesTrainingExamples = writesTrainingExamples;
        this.meters = meters;
        this.tracing = tracing;
    }

    /** What is concluded next follows from this record. */
    void of(Record<?, ?> record) {
        recordedAt = record.timestamp();
        taken = record.headers();
    }

    @Override
    public void labelled(LabelledRole label) {
        if (label.getRepeatsDecision()) {
            meters.recorded(label);
            forward(label.getResumeId(), label, now(), LabellingTopology.TO_LABELS);
            return;
        }
        meters.labelled(label, since(label));
        Headers headers = new RecordHeaders();
        if (tracing.isOn()) {
            // A degraded label follows from no record; the one that is being worked on may have another content.
            tracing.step(
                    "label",
                    label.getDegraded() ? NO_HEADERS : taken,
                    headers,
                    since(label),
                    Map.of(
                            "rolestream.role", label.getRole(),
                            "rolestream.decider", label.getDecidedBy().name()));
        }
        long time = label.getLabelledAt().toEpochMilli();
        context.forward(new Record<>(label.getResumeId(), label, time, headers), LabellingTopology.TO_LABELS);
    }

    /**
     * When the record was written that a label follows from or, where it follows from none or that is unknown, when the
     * rules voted; in milliseconds.
     */
    private long since(LabelledRole label) {
        Vote rules = label.getRuleVote();
        boolean isKnown = !label.getDegraded() && ClaimedTime.isPossible(recordedAt);
        return isKnown || rules == null ? recordedAt : rules.getVotedAt().toEpochMilli();
    }

    @Override
    public void disagreed(LabelDisagreement disagreement) {
        meters.disagreed(disagreement);
        forward(
                disagreement.getResumeId(),
                disagreement,
                disagreement.getDetectedAt(),
                LabellingTopology.TO_DISAGREEMENTS);
    }

    @Override
    public void learnable(TrainingExample example) {
        if (writesTrainingExamples) {
            forward(example.getResumeId(), example, now(), LabellingTopology.TO_EXAMPLES);
        }
    }

    @Override
    public void forgotten(String resumeId) {
        forward(resumeId, null, now(), LabellingTopology.TO_LABELS);
        forward(resumeId, null, now(), LabellingTopology.TO_DISAGREEMENTS);
        forward(resumeId, null, now(), LabellingTopology.TO_EXAMPLES);
    }

    @Override
    public void ignored(IgnoredBecause reason) {
        meters.ignored(reason);
    }

    private void forward(String resumeId, @Nullable SpecificRecord value, Instant time, String sink) {
        context.forward(new Record<>(resumeId, value, time.toEpochMilli(), new RecordHeaders()), sink);
    }

    private Instant now() {
        return Instant.ofEpochMilli(context.currentSystemTimeMs());
    }
}
