package io.rolestream.stream.labelling;

import io.rolestream.events.LabelVote;
import io.rolestream.events.RoleScore;
import io.rolestream.events.Vote;
import io.rolestream.rules.role.Taxonomy;
import io.rolestream.stream.reconcile.Incoming;
import io.rolestream.stream.reconcile.UnusableRecordException;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;

/** Checks the model's votes. */
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
        VoteLimits.check(vote, taxonomy);
        UnusableRecordException.unless(
                vote.getResumeId().equals(record.key()),
                () -> "the key is not the vote's resumeId " + vote.getResumeId());
        check(vote.getVote());
        context().forward(record.withValue(new Incoming.Voted(vote)));
    }

    /**
     * Whatever passes must give a decision under every policy: a vote may wait for its resume, and a failure then would
     * be taken for the resume's.
     */
    private void check(Vote vote) {
        UnusableRecordException.unless(
                vote.getRole() == null || taxonomy.contains(vote.getRole()),
                () -> voter(vote) + " names a role that is not in the taxonomy: " + vote.getRole());
        UnusableRecordException.unless(
                vote.getConfidence() >= 0 && vote.getConfidence() <= 1,
                () -> voter(vote) + " has a confidence outside 0..1: " + vote.getConfidence());
        UnusableRecordException.unless(
                vote.getRuleCoefficient() == null || Float.isFinite(vote.getRuleCoefficient()),
                () -> voter(vote) + " has a rule coefficient that is not a finite number: "
                        + vote.getRuleCoefficient());
        for (RoleScore score : vote.getScores()) {
            UnusableRecordException.unless(
                    taxonomy.contains(score.getRole()),
                    () -> voter(vote) + " has a score for a role that is not in the taxonomy: " + score.getRole());
            UnusableRecordException.unless(
                    Float.isFinite(score.getScore()),
                    () -> voter(vote) + " has a score that is not a finite number: " + score.getScore());
        }
    }

    private static String voter(Vote vote) {
        return "the vote of " + vote.getLabellerVersion();
    }
}
