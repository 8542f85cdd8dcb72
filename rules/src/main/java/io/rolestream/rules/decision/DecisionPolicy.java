package io.rolestream.rules.decision;

import io.rolestream.events.Decider;
import io.rolestream.events.LabelledRole;
import io.rolestream.events.Vote;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Turns the votes on one text into one decision. A person's vote overrides all others. If the model's vote is missing
 * or abstains, the rules decide; if they abstain too, the fallback role is chosen with the rules' (low) confidence. If
 * both voted, the {@link Combination} decides; policies differ only in that.
 *
 * <p>A policy is a pure function, fully described by its {@link #toString() text}. Every label carries that text beside
 * its votes, so {@link #recompute} repeats any decision from its event.
 *
 * @param combination how a rule vote and a model vote are combined
 * @param fallback the role chosen if every labeller abstains
 */
public record DecisionPolicy(Combination combination, String fallback) {
    private static final Pattern TEXT = Pattern.compile("(?<combination>\\S+) else (?<fallback>.+)", Pattern.DOTALL);

    public DecisionPolicy {
        if (fallback.isBlank()) {
            throw new IllegalArgumentException("a decision policy needs a fallback role");
        }
    }

    /** Decides; the rules' vote may be missing only beside a human vote. */
    public Decision decide(@Nullable Vote rules, @Nullable Vote model, @Nullable Vote human) {
        if (human != null && human.getRole() != null) {
            return new Decision(human.getRole(), Decider.HUMAN, human.getConfidence());
        }
        if (rules == null) {
            throw new IllegalArgumentException("a decision without a person's vote needs the rules' vote");
        }
        if (model == null || model.getRole() == null) {
            return new Decision(roleOf(rules), Decider.RULE, rules.getConfidence());
        }
        return combination.between(rules, roleOf(rules), model);
    }

    /** The role of a vote, or the fallback if it abstains. */
    public String roleOf(Vote vote) {
        return vote.getRole() == null ? fallback : vote.getRole();
    }

    /** Repeats the decision of a label from its votes and policy. */
    public static Decision recompute(LabelledRole label) {
        return parse(label.getPolicy()).decide(label.getRuleVote(), label.getModelVote(), label.getHumanVote());
    }

    /** Reads a policy's text, such as {@code joint else Other}. */
    public static DecisionPolicy parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("not a decision policy: \"" + text + "\"");
        }
        return new DecisionPolicy(Combination.parse(matcher.group("combination")), matcher.group("fallback"));
    }

    @Override
    public String toString() {
        return combination + " else " + fallback;
    }
}
