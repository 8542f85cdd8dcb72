package io.rolestream.stream.topology;

import io.rolestream.classifier.role.Taxonomy;
import io.rolestream.events.LabelVote;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;

/** Checks model votes before they are joined. */
final class ModelVoteStep extends ContextualProcessor<String, LabelVote, String, Incoming> {
    private final Taxonomy taxonomy;

    ModelVoteStep(Taxonomy taxonomy) {
        this.taxonomy = taxonomy;
    }

    @Override
    public void process(Record<String, LabelVote> record) {
        LabelVote vote = record.value();
        if (vote == null) {
            return;
        }
        UnusableRecordException.unless(
                vote.getResumeId().equals(record.key()), "the key is not the vote's resumeId " + vote.getResumeId());
        String role = vote.getVote().getRole();
        UnusableRecordException.unless(
                role == null || taxonomy.contains(role),
                "the vote of " + vote.getVote().getLabellerVersion() + " names a role that is not in the taxonomy: "
                        + role);
        context().forward(record.withValue(new Incoming.Voted(vote)));
    }
}
