package io.rolestream.stream.labelling;

import io.rolestream.events.Evidence;
import io.rolestream.events.LabelVote;
import io.rolestream.events.MappedRole;
import io.rolestream.events.Vote;
import io.rolestream.rules.decision.CurrentVotes;
import io.rolestream.rules.role.RoleMapping;
import io.rolestream.rules.role.Taxonomy;
import io.rolestream.schemas.resume.ResumeReader;
import io.rolestream.stream.reconcile.UnusableRecordException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Limits of what is copied from votes and answers into labels, disagreements, examples and state. A label carries up to
 * two votes with scores of at most 100 roles (a model from elsewhere may list more, within a number of characters) and
 * the names of changed roles, and a few cut votes that are only observed; with these limits it stays below 1 MiB, which
 * every topic takes. A record that its topic refuses would stop the partition permanently.
 */
public final class VoteLimits {
    /** Keywords that a vote lists, the first of the text. */
    static final int MAX_EVIDENCE = 1_000;
    /** Characters of these keywords together. */
    static final int MAX_EVIDENCE_CHARS = 20_000;
    /** Characters of the names of roles that a vote scores. */
    static final int MAX_SCORE_CHARS = 100_000;
    /** Characters of a name, version, reason or hash. */
    static final int MAX_NAME_CHARS = 256;

    private VoteLimits() {}

    /** @throws UnusableRecordException if a vote is larger than any labeller's */
    static void check(LabelVote record) {
        Vote vote = record.getVote();
        checkName("resumeId", record.getResumeId(), ResumeReader.MAX_ID_CHARS);
        checkName("contentHash", record.getContentHash(), MAX_NAME_CHARS);
        checkName("labeller", vote.getLabeller(), MAX_NAME_CHARS);
        checkName("labellerVersion", vote.getLabellerVersion(), MAX_NAME_CHARS);
        checkName("reason", vote.getReason(), MAX_NAME_CHARS);
        UnusableRecordException.unless(
                vote.getScores().size() <= Taxonomy.MAX_ROLES,
                () -> "the vote has %d scores; the most are %d"
                        .formatted(vote.getScores().size(), Taxonomy.MAX_ROLES));
        UnusableRecordException.unless(
                vote.getScores().stream()
                                .mapToInt(score -> score.getRole().length())
                                .sum()
                        <= MAX_SCORE_CHARS,
                () -> "the vote scores roles whose names have more than %d characters".formatted(MAX_SCORE_CHARS));
        UnusableRecordException.unless(
                vote.getUnlistedRoles() >= 0
                        && vote.getScores().size() + vote.getUnlistedRoles() <= Taxonomy.MAX_ROLES
                        && Float.isFinite(vote.getUnlistedScore()),
                () -> "the vote does not list %d roles, with the score %s"
                        .formatted(vote.getUnlistedRoles(), vote.getUnlistedScore()));
        UnusableRecordException.unless(
                vote.getUnknownRoles().size() <= Taxonomy.MAX_ROLES
                        && vote.getMappedRoles().size() <= Taxonomy.MAX_ROLES,
                () -> "the vote lists %d unknown and %d mapped roles; the most are %d"
                        .formatted(
                                vote.getUnknownRoles().size(),
                                vote.getMappedRoles().size(),
                                Taxonomy.MAX_ROLES));
        for (String unknown : vote.getUnknownRoles()) {
            checkName("unknownRoles", unknown, MAX_NAME_CHARS);
        }
        for (MappedRole mapped : vote.getMappedRoles()) {
            checkName("mappedRoles", mapped.getFrom(), MAX_NAME_CHARS);
            checkName("mappedRoles", mapped.getTo(), MAX_NAME_CHARS);
        }
        UnusableRecordException.unless(
                CurrentVotes.changedChars(vote) <= RoleMapping.MAX_CHANGED_CHARS,
                () -> "the names of the unknown and mapped roles have more than %d characters"
                        .formatted(RoleMapping.MAX_CHANGED_CHARS));
        UnusableRecordException.unless(
                vote.getEvidence().size() == fitting(vote.getEvidence()).size(),
                () -> "the vote lists more than %d keywords, or %d characters of them"
                        .formatted(MAX_EVIDENCE, MAX_EVIDENCE_CHARS));
    }

    /** @throws UnusableRecordException if a text is too long */
    static void checkName(String field, @Nullable String text, int maxChars) {
        UnusableRecordException.unless(
                text == null || text.length() <= maxChars,
                () -> "its %s has more than %d characters".formatted(field, maxChars));
    }

    /** The keywords of a text that are within the limits, from the first. */
    public static List<Evidence> fitting(List<Evidence> evidence) {
        int chars = 0;
        for (int i = 0; i < evidence.size(); i++) {
            chars += evidence.get(i).getKeyword().length();
            if (i == MAX_EVIDENCE || chars > MAX_EVIDENCE_CHARS) {
                return evidence.subList(0, i);
            }
        }
        return evidence;
    }
}
