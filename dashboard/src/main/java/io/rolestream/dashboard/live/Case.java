package io.rolestream.dashboard.live;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.rolestream.events.Decider;
import io.rolestream.events.LabelDisagreement;
import io.rolestream.events.LabelledRole;
import io.rolestream.events.Vote;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A resume on which rules and model, or another labeller, disagree, as the page shows it.
 *
 * @param excerpt the beginning of the text; null if texts are not shown or not available
 * @param score the review score, 0 to 1
 * @param at when the votes met, milliseconds since 1970
 */
public record Case(
        String resumeId,
        String contentHash,
        @Nullable String excerpt,
        @JsonUnwrapped RulesSay rulesSay,
        @JsonUnwrapped ModelSays modelSays,
        @JsonUnwrapped Outcome outcome,
        double score,
        long at) {
    private static final int MOST_CHARS = 2_000;
    private static final int MOST_KEYWORDS = 40;
    private static final int TOP = 3;

    /** The rules' vote; the role is empty if they abstained. */
    record RulesSay(String rules, double ruleConfidence, List<Keyword> evidence) {}

    /** The model's vote, with its most probable roles. */
    record ModelSays(String model, double modelConfidence, Map<String, Double> top) {}

    /** The decision. */
    record Outcome(String role, Decider decidedBy) {}

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
                new RulesSay(role(rules), rules == null ? 0 : rules.getConfidence(), evidence(rules)),
                new ModelSays(role(model), model == null ? 0 : model.getConfidence(), top(model)),
                new Outcome(disagreement.getRole(), disagreement.getDecidedBy()),
                disagreement.getReviewScore(),
                disagreement.getDetectedAt().toEpochMilli());
    }

    /** Of a label with an observed vote; without the text. */
    static Case of(LabelledRole label, Vote observed) {
        Vote rules = label.getRuleVote();
        return new Case(
                label.getResumeId(),
                label.getContentHash(),
                null,
                new RulesSay(role(rules), rules == null ? 0 : rules.getConfidence(), evidence(rules)),
                new ModelSays(role(observed), observed.getConfidence(), top(observed)),
                new Outcome(label.getRole(), label.getDecidedBy()),
                0,
                label.getLabelledAt().toEpochMilli());
    }

    Cell cell() {
        return new Cell(rulesSay.rules(), modelSays.model());
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
