package io.rolestream.rules.decision;

import io.rolestream.events.Decider;
import io.rolestream.events.LabelledRole;
import io.rolestream.events.Vote;
import java.math.BigDecimal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Turns the votes on one text into one decision. A person's vote overrides all others. If the model's vote is missing
 * or abstains, the rules decide; if they abstain too, the fallback role is chosen with the rules' (low) confidence. If
 * both voted, the {@link Combination} decides, unless the rules vote for a role that the model's version has not
 * learnt: a model must not outvote the rules on a role that it cannot name, so that role is the rules' alone. A
 * decision below the minimum confidence, unless a person made it, becomes the fallback role; the votes still name the
 * role that it would have been.
 *
 * <p>A policy is a pure function, fully described by its {@link #toString() text}. Every label carries that text beside
 * its votes, so {@link #recompute} repeats any decision from its event.
 *
 * @param combination how a rule vote and a model vote are combined
 * @param minimum the least confidence of a role that is not the fallback, 0 to 1; 0 accepts every decision
 * @param fallback the role chosen if every labeller abstains, or if the decision is less confident than the minimum
 */
public record DecisionPolicy(Combination combination, float minimum, String fallback) {
    private static final Pattern TEXT = Pattern.compile(
            "(?<combination>\\S+)(?: min (?<minimum>\\d+(?:\\.\\d+)?))? else (?<fallback>.+)", Pattern.DOTALL);

    public DecisionPolicy {
        if (fallback.isBlank()) {
            throw new IllegalArgumentException("a decision policy needs a fallback role");
        }
        if (!(minimum >= 0 && minimum <= 1)) {
            throw new IllegalArgumentException("the minimum confidence must be in 0..1: " + minimum);
        }
    }

    /** A policy that accepts every decision. */
    public DecisionPolicy(Combination combination, String fallback) {
        this(combination, 0, fallback);
    }

    /** Decides; the rules' vote may be missing only beside a human vote. */
    public Decision decide(@Nullable Vote rules, @Nullable Vote model, @Nullable Vote human) {
        if (human != null && human.getRole() != null) {
            return new Decision(human.getRole(), Decider.HUMAN, human.getConfidence());
        }
        if (rules == null) {
            throw new IllegalArgumentException("a decision without a person's vote needs the rules' vote");
        }
        Decision decision = model == null || model.getRole() == null || isBeyond(model, rules)
                ? new Decision(roleOf(rules), Decider.RULE, rules.getConfidence())
                : combination.between(rules, roleOf(rules), model);
        return decision.confidence() < minimum
                ? new Decision(fallback, decision.decidedBy(), decision.confidence())
                : decision;
    }

    /** Whether the rules vote for a role that the model's version has not learnt. */
    public static boolean isBeyond(Vote model, Vote rules) {
        return rules.getRole() != null && model.getUnknownRoles().contains(rules.getRole());
    }

    /** The role of a vote, or the fallback if it abstains. */
    public String roleOf(Vote vote) {
        return vote.getRole() == null ? fallback : vote.getRole();
    }

    /** Repeats the decision of a label from its votes and policy. */
    public static Decision recompute(LabelledRole label) {
        return parse(label.getPolicy()).decide(label.getRuleVote(), label.getModelVote(), label.getHumanVote());
    }

    /** Reads a policy's text, such as {@code joint else Other} or {@code joint min 0.6 else Other}. */
    public static DecisionPolicy parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("not a decision policy: \"" + text + "\"");
        }
        String minimum = matcher.group("minimum");
        return new DecisionPolicy(
                Combination.parse(matcher.group("combination")),
                minimum == null ? 0 : Float.parseFloat(minimum),
                matcher.group("fallback"));
    }

    @Override
    public String toString() {
        String least = minimum == 0 ? "" : " min " + new BigDecimal(Float.toString(minimum)).toPlainString();
        return combination + least + " else " + fallback;
    }
}
