package io.rolestream.stream.labelling;

import io.rolestream.events.LabelVote;
import io.rolestream.events.RoleScore;
import io.rolestream.events.Vote;
import io.rolestream.rules.decision.CurrentVotes;
import io.rolestream.rules.decision.JointCalibration;
import io.rolestream.rules.role.Taxonomy;
import io.rolestream.stream.reconcile.Incoming;
import io.rolestream.stream.reconcile.UnusableRecordException;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks votes, turns those that name former or removed roles into votes on the current ones, and says once which
 * labellers' votes are of no use, and which versions name removed roles.
 */
final class ModelVoteStep extends ContextualProcessor<String, LabelVote, String, Incoming> {
    private static final Logger LOG = LoggerFactory.getLogger(ModelVoteStep.class);
    private static final int MOST_NAMED = 20;
    private static final Set<String> NAMED = ConcurrentHashMap.newKeySet();
    private static final Set<String> NAMED_FOR_ROLES = ConcurrentHashMap.newKeySet();

    private final Taxonomy taxonomy;
    private final CurrentVotes current;
    private final Predicate<String> isKnown;

    /** @param isKnown whether a labeller's votes are of use */
    ModelVoteStep(Taxonomy taxonomy, Predicate<String> isKnown) {
        this.taxonomy = taxonomy;
        this.current = new CurrentVotes(taxonomy);
        this.isKnown = isKnown;
    }

    @Override
    public void process(Record<String, LabelVote> record) {
        LabelVote vote = record.value();
        if (vote == null) {
            return;
        }
        VoteLimits.check(vote);
        UnusableRecordException.unless(
                vote.getResumeId().equals(record.key()),
                () -> "the key is not the vote's resumeId " + vote.getResumeId());
        check(vote.getVote());
        String labeller = vote.getVote().getLabeller();
        if (!isKnown.test(labeller) && NAMED.size() < MOST_NAMED && NAMED.add(labeller)) {
            LOG.info("votes of {} are ignored: neither labellers nor labellers.observed names it", labeller);
        }
        context().forward(record.withValue(new Incoming.Voted(current(vote))));
    }

    private LabelVote current(LabelVote record) {
        Vote vote = current.ofModel(record.getVote());
        return vote == record.getVote()
                ? record
                : LabelVote.newBuilder(record).setVote(vote).build();
    }

    private boolean isRole(String name) {
        return taxonomy.currentIndexOf(name) >= 0;
    }

    /**
     * Whether a vote's roles can be mapped. A taxonomy does not know which roles were removed from it, so a role of
     * another name passes for a removed one if the vote scores it beside a current role.
     */
    private boolean isMappable(Vote vote) {
        return vote.getRole() == null
                || isRole(vote.getRole())
                || vote.getScores().stream().anyMatch(score -> score.getRole().equals(vote.getRole()));
    }

    private void checkRoles(Vote vote) {
        UnusableRecordException.unless(
                isMappable(vote), () -> voter(vote) + " names a role that is not in the taxonomy: " + vote.getRole());
        List<String> removed = vote.getScores().stream()
                .map(RoleScore::getRole)
                .filter(role -> !isRole(role))
                .toList();
        UnusableRecordException.unless(
                removed.isEmpty() || removed.size() < vote.getScores().size(),
                () -> voter(vote) + " has no score for a role of the taxonomy, only for roles such as "
                        + removed.get(0));
        if (!removed.isEmpty()
                && NAMED_FOR_ROLES.size() < MOST_NAMED
                && NAMED_FOR_ROLES.add(vote.getLabellerVersion())) {
            LOG.info(
                    "{} has scores for roles that are not in the taxonomy, such as {}: they count as {}",
                    voter(vote),
                    removed.get(0),
                    taxonomy.fallback().name());
        }
    }

    /**
     * Whatever passes must give a decision under every policy: a vote may wait for its resume, and a failure then would
     * be taken for the resume's.
     */
    private void check(Vote vote) {
        checkRoles(vote);
        UnusableRecordException.unless(
                vote.getConfidence() >= 0 && vote.getConfidence() <= 1,
                () -> voter(vote) + " has a confidence outside 0..1: " + vote.getConfidence());
        UnusableRecordException.unless(
                vote.getRuleCoefficient() == null || Float.isFinite(vote.getRuleCoefficient()),
                () -> voter(vote) + " has a rule coefficient that is not a finite number: "
                        + vote.getRuleCoefficient());
        UnusableRecordException.unless(
                JointCalibration.isValid(
                        Objects.requireNonNullElse(vote.getJointTemperature(), 1f),
                        Objects.requireNonNullElse(vote.getJointDoubt(), 0f)),
                () -> voter(vote) + " has a joint temperature that is not above 0, or a joint doubt outside 0..1: "
                        + vote.getJointTemperature() + " and " + vote.getJointDoubt());
        for (RoleScore score : vote.getScores()) {
            UnusableRecordException.unless(
                    Float.isFinite(score.getScore()),
                    () -> voter(vote) + " has a score that is not a finite number: " + score.getScore());
        }
    }

    private static String voter(Vote vote) {
        return "the vote of " + vote.getLabellerVersion();
    }
}
