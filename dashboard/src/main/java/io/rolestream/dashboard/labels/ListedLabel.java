package io.rolestream.dashboard.labels;

import io.rolestream.events.Decider;
import io.rolestream.events.Evidence;
import io.rolestream.events.LabelledRole;
import io.rolestream.events.Vote;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A label as the page lists it, without any text of the resume but the keywords that matched.
 *
 * @param confidence the probability that the role is right, 0 to 1
 * @param degraded whether the decision was made without the awaited vote
 * @param keywords the first that matched
 * @param moreKeywords how many matched besides those
 * @param model null if the model did not vote
 * @param differ whether rules and model voted for different roles
 * @param at when it was read or, if that was before the start, decided, in milliseconds since 1970
 */
public record ListedLabel(
        String resumeId,
        int revision,
        String role,
        double confidence,
        Decider decidedBy,
        boolean degraded,
        List<String> keywords,
        int moreKeywords,
        @Nullable ListedVote rules,
        @Nullable ListedVote model,
        boolean differ,
        long at) {
    static final int MOST_KEYWORDS = 6;

    /**
     * A vote.
     *
     * @param role null if the labeller abstained
     * @param confidence 0 to 1
     */
    public record ListedVote(@Nullable String role, double confidence) {
        static @Nullable ListedVote of(@Nullable Vote vote) {
            return vote == null ? null : new ListedVote(vote.getRole(), vote.getConfidence());
        }
    }

    /** @param fallback the role that follows where the rules abstain */
    static ListedLabel of(LabelledRole label, String fallback, long atMillis) {
        Vote rules = label.getRuleVote();
        List<String> keywords = rules == null
                ? List.of()
                : rules.getEvidence().stream()
                        .map(Evidence::getKeyword)
                        .distinct()
                        .toList();
        return new ListedLabel(
                label.getResumeId(),
                label.getRevision(),
                label.getRole(),
                label.getConfidence(),
                label.getDecidedBy(),
                label.getDegraded(),
                List.copyOf(keywords.subList(0, Math.min(MOST_KEYWORDS, keywords.size()))),
                Math.max(0, keywords.size() - MOST_KEYWORDS),
                ListedVote.of(rules),
                ListedVote.of(label.getModelVote()),
                differ(rules, label.getModelVote(), fallback),
                atMillis);
    }

    private static boolean differ(@Nullable Vote rules, @Nullable Vote model, String fallback) {
        return rules != null
                && model != null
                && model.getRole() != null
                && !model.getRole().equals(rules.getRole() == null ? fallback : rules.getRole());
    }
}
