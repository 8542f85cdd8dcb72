package io.rolestream.stream.labelling;

import io.rolestream.events.RoleCorrection;
import io.rolestream.rules.role.Taxonomy;
import io.rolestream.stream.reconcile.Incoming;
import io.rolestream.stream.reconcile.UnusableRecordException;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Checks corrections, and takes a role's former name for the current one. A null value is ignored: the label stays
 * until it is corrected again.
 */
final class CorrectionStep extends ContextualProcessor<String, RoleCorrection, String, Incoming> {
    private final Taxonomy taxonomy;

    CorrectionStep(Taxonomy taxonomy) {
        this.taxonomy = taxonomy;
    }

    @Override
    public void process(Record<String, RoleCorrection> record) {
        RoleCorrection correction = record.value();
        if (correction == null) {
            return;
        }
        VoteLimits.checkName("reviewer", correction.getReviewer(), VoteLimits.MAX_NAME_CHARS);
        UnusableRecordException.unless(
                correction.getResumeId().equals(record.key()),
                () -> "the key is not the correction's resumeId " + correction.getResumeId());
        String role = taxonomy.currentName(correction.getRole());
        UnusableRecordException.unless(
                role != null, () -> "the correction names a role that is not in the taxonomy: " + correction.getRole());
        RoleCorrection current = correction.getRole().equals(role)
                ? correction
                : RoleCorrection.newBuilder(correction).setRole(role).build();
        context().forward(record.withValue(new Incoming.Corrected(current)));
    }
}
