package io.rolestream.dashboard.live;

import io.rolestream.events.Decider;
import io.rolestream.events.LabelDisagreement;
import io.rolestream.events.Vote;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A resume on which rules and model disagree, as the page shows it.
 *
 * @param excerpt the beginning of the text; null if texts are not shown or not available
 * @param rules the rules' role; empty if they abstained
 * @param model the model's role
 * @param role that was decided on
 * @param evidence the rules' keywords, with their positions in the text
 * @param top the model's most probable roles
 * @param at when the votes met, milliseconds since 1970
 */
public record Case(
        String resumeId,
        String contentHash,
        @Nullable String excerpt,
        String rules,
        double ruleConfidence,
        String model,
        double modelConfidence,
        String modelVersion,
        String role,
        Decider decidedBy,
        double score,
        List<Keyword> evidence,
        Map<String, Double> top,
        long at) {
    private static final int MOST_CHARS = 2_000;
    private static final int MOST_KEYWORDS = 40;
    private static final int TOP = 3;

    /** A matched keyword and its position in the text, in UTF-16 code units. */
    public record Keyword(String keyword, int start, int end) {}

    /** @param withText whether the excerpt may be kept */
    static Case of(LabelDisagreement disagreement, boolean withText) {
        Vote rules = disagreement.getRuleVote();
        Vote model = disagreement.getModelVote();
        String excerpt = withText ? disagreement.getExcerpt() : null;
        return new Case(
                disagreement.getResumeId(),
                disagreement.getContentHash(),
                excerpt == null ? null : excerpt.substring(0, Math.min(MOST_CHARS, excerpt.length())),
                role(rules),
                rules == null ? 0 : rules.getConfidence(),
                role(model),
                model == null ? 0 : model.getConfidence(),
                model == null ? "" : model.getLabellerVersion(),
                disagreement.getRole(),
                disagreement.getDecidedBy(),
                disagreement.getReviewScore(),
                evidence(rules),
                top(model),
                disagreement.getDetectedAt().toEpochMilli());
    }

    Cell cell() {
        return new Cell(rules, model);
    }

    static String role(@Nullable Vote vote) {
        return vote == null || vote.getRole() == null ? "" : vote.getRole();
    }

    /** The keywords that the rules matched. */
    public static List<Keyword> evidence(@Nullable Vote rules) {
        return rules == null
                ? List.of()
                : rules.getEvidence().stream()
                        .limit(MOST_KEYWORDS)
                        .map(evidence -> new Keyword(evidence.getKeyword(), evidence.getStart(), evidence.getEnd()))
                        .toList();
    }

    private static Map<String, Double> top(@Nullable Vote model) {
        Map<String, Double> top = new LinkedHashMap<>();
        if (model != null) {
            model.getScores().stream()
                    .limit(TOP)
                    .forEach(score -> top.put(score.getRole(), Math.exp(score.getScore())));
        }
        return top;
    }
}
