package io.rolestream.stream.explain;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rolestream.events.LabelledRole;
import io.rolestream.events.Vote;
import io.rolestream.rules.decision.Decision;
import io.rolestream.rules.decision.DecisionPolicy;
import io.rolestream.rules.decision.DecisionReasons;
import io.rolestream.rules.ruleset.RuleSet;
import io.rolestream.rules.vote.RoleWeight;
import io.rolestream.rules.vote.RuleExplanation;
import io.rolestream.stream.waiting.LabelLines;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All that a label's event holds, and what follows from it.
 *
 * @param keywords those that the rules found; empty without a vote of the rules
 * @param roles what rules and model say of each role, the most probable first
 * @param hasLead whether the keywords' weights may be other ones at the beginning of a text
 * @param reasons how the decision follows from the votes, in sentences
 */
public record LabelDetails(
        LabelledRole label, List<MatchedKeyword> keywords, List<RoleRow> roles, boolean hasLead, List<String> reasons) {
    private static final double LARGEST_ROUNDING = 0.01;

    /** @param rules the rule set at hand, whose weights are shown if it is the one that voted; null for none */
    public static LabelDetails of(LabelledRole label, @Nullable RuleSet rules) {
        Vote vote = label.getRuleVote();
        return new LabelDetails(
                label,
                vote == null ? List.of() : MatchedKeyword.of(vote, rules),
                RoleRow.of(label),
                rules != null && rules.hasLead(),
                DecisionReasons.of(label));
    }

    /** The label of a text whose rule vote has been explained. */
    public static LabelDetails of(LabelledRole label, RuleExplanation explanation) {
        List<String> reasons = new ArrayList<>(List.of("Rules: " + explanation.verdict()));
        reasons.addAll(DecisionReasons.of(label));
        return new LabelDetails(label, MatchedKeyword.of(explanation), RoleRow.of(label), false, reasons);
    }

    /** A vote and whether it counts for the decision; observed ones do not. */
    public record CastVote(Vote vote, boolean counts) {}

    /** All votes: the rules', the model's, a person's, and those that are only recorded. */
    public List<CastVote> votes() {
        List<CastVote> votes = new ArrayList<>();
        Stream.of(label.getRuleVote(), label.getModelVote(), label.getHumanVote())
                .filter(vote -> vote != null)
                .forEach(vote -> votes.add(new CastVote(vote, true)));
        label.getObservedVotes().forEach(vote -> votes.add(new CastVote(vote, false)));
        return votes;
    }

    /** Whether the decision, recomputed from votes and policy, is the label's; null if it cannot be recomputed. */
    public @Nullable Boolean isReproduced() {
        try {
            Decision decision = DecisionPolicy.recompute(label);
            return decision.role().equals(label.getRole()) && decision.decidedBy() == label.getDecidedBy();
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /**
     * Whether keywords at the beginning of the text changed the sums: they are not those of the keywords' weights, and
     * the rule set gives keywords other weights there. An event does not say which keywords stand there.
     */
    public boolean leadCounts() {
        return hasLead && !addsUp();
    }

    /**
     * Whether the keywords' weights add up to the sums of the roles, as far as they are known. They do not where a rule
     * set {@linkplain #leadCounts weighs the beginning of a text}, where the event lists only the first keywords, and
     * where several match by substring, of which one is enough.
     */
    public boolean addsUp() {
        Map<String, Double> sums = new HashMap<>();
        for (MatchedKeyword keyword : keywords) {
            if (keyword.weights() == null) {
                return true;
            }
            keyword.weights()
                    .forEach(weight -> sums.merge(weight.role().name(), (double) weight.weight(), Double::sum));
        }
        return roles.stream()
                .allMatch(row -> Math.abs(row.rules() - sums.getOrDefault(row.role(), 0.0)) < LARGEST_ROUNDING);
    }

    /**
     * The label as every program of Rolestream writes it and the fields of the event ({@link LabelLines#json}),
     * followed by {@code reasons}, {@code reproduced}, {@code keywords} (with {@code weights}, null if unknown),
     * {@code weightsAddUp}, {@code leadCounts}, {@code roles} (with {@code rules}, {@code model} and {@code together})
     * and {@code votes}.
     */
    public ObjectNode json() {
        ObjectNode json = LabelLines.json(label);
        ArrayNode why = json.putArray("reasons");
        reasons.forEach(why::add);
        json.put("reproduced", isReproduced());
        ArrayNode found = json.putArray("keywords");
        keywords.forEach(keyword -> add(found, keyword));
        json.put("weightsAddUp", addsUp());
        json.put("leadCounts", leadCounts());
        ArrayNode rows = json.putArray("roles");
        roles.forEach(row -> rows.addObject()
                .put("role", row.role())
                .put("rules", row.rules())
                .put("model", row.model())
                .put("together", row.together()));
        ArrayNode all = json.putArray("votes");
        votes().forEach(vote -> add(all, vote));
        return json;
    }

    private static void add(ArrayNode array, MatchedKeyword keyword) {
        ObjectNode node = array.addObject()
                .put("keyword", keyword.keyword())
                .put("start", keyword.start())
                .put("end", keyword.end());
        if (keyword.weights() == null) {
            node.putNull("weights");
        } else {
            ArrayNode weights = node.putArray("weights");
            for (RoleWeight weight : keyword.weights()) {
                weights.addObject().put("role", weight.role().name()).put("weight", weight.weight());
            }
        }
    }

    private static void add(ArrayNode array, CastVote counted) {
        Vote vote = counted.vote();
        array.addObject()
                .put("labeller", vote.getLabeller())
                .put("version", vote.getLabellerVersion())
                .put("role", vote.getRole())
                .put("confidence", vote.getConfidence())
                .put("abstainedBecause", vote.getReason() == null ? null : DecisionReasons.abstention(vote.getReason()))
                .put("counts", counted.counts())
                .put("votedAt", vote.getVotedAt().toString());
    }
}
