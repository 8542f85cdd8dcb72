package io.rolestream.stream.reconcile;

import io.rolestream.events.Evidence;
import io.rolestream.events.LabelledRole;
import io.rolestream.events.Vote;
import io.rolestream.rules.decision.ListedScores;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/**
 * Labellers whose votes are recorded with labels and decide nothing.
 *
 * @param labellers their names, each once
 * @param retention how long after a label such a vote is still recorded with it
 */
public record Observing(List<String> labellers, Duration retention) {
    /** More would make labels larger than their topic takes. */
    public static final int MOST = 8;

    /** Nothing is observed. */
    public static final Observing NONE = new Observing(List.of(), Duration.ZERO);

    /**
     * A vote keeps its first scores and keywords, and nothing that only a decision needs, so that labels and state stay
     * small.
     */
    static final int MAX_SCORES = 20;

    static final int MAX_KEYWORDS = 20;
    static final int MAX_KEYWORD_CHARS = 1_000;

    public Observing {
        labellers = List.copyOf(labellers);
        if (labellers.size() > MOST || new HashSet<>(labellers).size() < labellers.size()) {
            throw new IllegalArgumentException("at most %d different labellers can be observed, not %s"
                    .formatted(MOST, String.join(", ", labellers)));
        }
    }

    /** Whether a vote is to be recorded; an abstention for lack of a model says nothing. */
    boolean observes(Vote vote) {
        boolean isEmpty = vote.getRole() == null && vote.getLabellerVersion().isEmpty();
        return labellers.contains(vote.getLabeller()) && !isEmpty;
    }

    /** Whether a vote can still be recorded with a label, or must be carried over when that is corrected. */
    boolean concerns(LabelledRole label) {
        return !labellers.isEmpty()
                && (label.getDegraded()
                        || labellers.stream().anyMatch(each -> !isAmong(label.getObservedVotes(), each)));
    }

    boolean isTooLate(Instant labelledAt, Instant now) {
        return now.isAfter(labelledAt.plus(retention));
    }

    static boolean isAmong(List<Vote> votes, String labeller) {
        return votes.stream().anyMatch(vote -> vote.getLabeller().equals(labeller));
    }

    /** The votes with another, which takes the place of an earlier one of its labeller. */
    static List<Vote> with(List<Vote> votes, Vote vote) {
        List<Vote> all = new ArrayList<>(votes);
        all.removeIf(earlier -> earlier.getLabeller().equals(vote.getLabeller()));
        all.add(vote);
        return all;
    }

    /** The vote with its first scores and keywords. */
    static Vote cut(Vote vote) {
        List<Evidence> evidence = vote.getEvidence();
        int kept = 0;
        for (int chars = 0; kept < Math.min(evidence.size(), MAX_KEYWORDS); kept++) {
            chars += evidence.get(kept).getKeyword().length();
            if (chars > MAX_KEYWORD_CHARS) {
                break;
            }
        }
        if (vote.getScores().size() <= MAX_SCORES
                && kept == evidence.size()
                && vote.getUnknownRoles().isEmpty()
                && vote.getMappedRoles().isEmpty()) {
            return vote;
        }
        return ListedScores.cut(vote, MAX_SCORES)
                .setEvidence(evidence.subList(0, kept))
                .setUnknownRoles(List.of())
                .setMappedRoles(List.of())
                .build();
    }
}
