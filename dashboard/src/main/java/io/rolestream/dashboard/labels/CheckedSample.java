package io.rolestream.dashboard.labels;

import io.rolestream.evaluation.split.ExampleSplit;
import io.rolestream.events.Decider;
import io.rolestream.events.LabelledRole;
import io.rolestream.events.ModelVersion;
import io.rolestream.events.RoleCorrection;
import io.rolestream.events.Selection;
import io.rolestream.events.Vote;
import io.rolestream.rules.decision.DecisionPolicy;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * How many labels people found right, of resumes drawn at random: the only unbiased measure of the labels of the
 * stream.
 *
 * <p>A person's answer replaces the label, so the label that was judged is the one read before, or, where only the
 * person's was read, what the policy decides from its votes without the person's. It is kept for resumes on the test
 * side of the split, the only ones that are drawn. Labels and answers come from different topics, in any order. Answers
 * about labels that this process has not read at all, or without the rules' vote, are left out. For one thread.
 */
final class CheckedSample {
    private static final int MOST_LABELS = 20_000;
    private static final int MOST_ANSWERS = 10_000;
    private static final int MOST_REVIEWERS = 3;
    private static final int HASH_DIGITS = 32;

    private final Map<String, Decided> labels = bounded(MOST_LABELS);
    private final Map<String, Answer> answers = bounded(MOST_ANSWERS);

    /** A label that no person has decided, and the versions that voted. */
    private record Decided(
            String hash,
            String role,
            String rules,
            @Nullable String model,
            Instant at) {
        /** Whether the current rules and the champion decided. A label without the champion's vote counts, too. */
        private boolean isBy(String currentRules, @Nullable ModelVersion champion) {
            if (!rules.equals(currentRules)) {
                return false;
            }
            if (model != null) {
                return champion != null && model.equals(champion.getVersion());
            }
            Instant since = champion == null ? Instant.MIN : champion.getChampionAt();
            return since != null && !at.isBefore(since);
        }
    }

    /** @param hash of the text; null if the answer holds for any */
    private record Answer(
            @Nullable String hash,
            String role,
            String reviewer,
            @Nullable Decided judged) {
        private boolean isAbout(@Nullable Decided label) {
            return label != null && (hash == null || hash.equals(label.hash()));
        }

        private Answer judging(Decided label) {
            return new Answer(hash, role, reviewer, label);
        }
    }

    /**
     * The result.
     *
     * @param checked labels that were drawn and answered
     * @param right those whose role is the answer
     * @param reviewers some names of those who answered
     */
    record Tally(int checked, int right, Set<String> reviewers) {}

    private static <V> Map<String, V> bounded(int most) {
        return new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
                return size() > most;
            }
        };
    }

    void label(LabelledRole label) {
        Vote rules = label.getRuleVote();
        String hash = label.getContentHash();
        if (rules == null || hash.length() != HASH_DIGITS || ExampleSplit.of(hash) != ExampleSplit.TEST) {
            return;
        }
        boolean byPerson = label.getDecidedBy() == Decider.HUMAN;
        Decided former = labels.get(label.getResumeId());
        if (byPerson && former != null && former.hash().equals(hash)) {
            return;
        }
        Vote model = label.getModelVote();
        String role = byPerson ? withoutPerson(label.getPolicy(), rules, model) : label.getRole();
        if (role == null) {
            return;
        }
        Decided decided = new Decided(
                hash,
                role,
                rules.getLabellerVersion(),
                model == null || model.getRole() == null ? null : model.getLabellerVersion(),
                byPerson ? rules.getVotedAt() : label.getLabelledAt());
        labels.put(label.getResumeId(), decided);
        Answer answer = answers.get(label.getResumeId());
        if (answer != null && answer.judged() == null && answer.isAbout(decided)) {
            answers.put(label.getResumeId(), answer.judging(decided));
        }
    }

    /** What the other votes lead to; null if the policy cannot be read. */
    private static @Nullable String withoutPerson(String policy, Vote rules, @Nullable Vote model) {
        try {
            return DecisionPolicy.parse(policy).decide(rules, model, null).role();
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    void answered(String resumeId, RoleCorrection correction) {
        Answer former = answers.get(resumeId);
        Answer answer = new Answer(correction.getContentHash(), correction.getRole(), correction.getReviewer(), null);
        Decided judged = former != null && answer.isAbout(former.judged()) ? former.judged() : labels.get(resumeId);
        if (correction.getSelection() == Selection.RANDOM) {
            answers.put(resumeId, judged != null && answer.isAbout(judged) ? answer.judging(judged) : answer);
        } else if (former != null && former.judged() != null && answer.isAbout(former.judged())) {
            answers.put(resumeId, answer.judging(former.judged())); // a later answer on the same text, drawn before
        }
    }

    /** Forgets a withdrawn answer. */
    void withdrawn(String resumeId) {
        answers.remove(resumeId);
    }

    /** Forgets a deleted resume, in all partitions that have one of this id. */
    void forget(String resumeId) {
        labels.remove(resumeId);
        answers.remove(resumeId);
    }

    /** The labels that these versions decided. */
    Tally tally(String rules, @Nullable ModelVersion champion) {
        int checked = 0;
        int right = 0;
        Set<String> reviewers = new TreeSet<>();
        for (Answer answer : answers.values()) {
            Decided judged = answer.judged();
            if (judged != null && judged.isBy(rules, champion)) {
                checked++;
                right += judged.role().equals(answer.role()) ? 1 : 0;
                if (reviewers.size() < MOST_REVIEWERS && !answer.reviewer().isBlank()) {
                    reviewers.add(answer.reviewer());
                }
            }
        }
        return new Tally(checked, right, reviewers);
    }
}
