package io.rolestream.rules.decision;

import io.rolestream.events.Decider;
import io.rolestream.events.RoleScore;
import io.rolestream.events.Vote;
import java.math.BigDecimal;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Ways to combine a rule vote and a model vote on the same text into one decision. */
public sealed interface Combination {
    /** What {@link #parse} accepts, for messages. */
    String ACCEPTED = "joint, model-when-confident(0.8), rules or model";

    /**
     * Decides between a rule vote, which may abstain, and a model vote with a role.
     *
     * @param ruleRole the role of the rules' vote, or the fallback
     */
    Decision between(Vote rules, String ruleRole, Vote model);

    /** @throws IllegalArgumentException if the text is none of {@link #ACCEPTED} */
    static Combination parse(String text) {
        Matcher matcher = ModelWhenConfident.TEXT.matcher(text);
        if (matcher.matches()) {
            return new ModelWhenConfident(Float.parseFloat(matcher.group(1)));
        }
        return switch (text) {
            case "joint" -> new Joint();
            case "rules" -> new RulesDecide();
            case "model" -> new ModelDecides();
            default -> throw new IllegalArgumentException("no decision policy \"" + text + "\"; expected " + ACCEPTED);
        };
    }

    /** The {@link JointDecision}; the model's vote decides alone if it has no scores. */
    record Joint() implements Combination {
        @Override
        public Decision between(Vote rules, String ruleRole, Vote model) {
            List<RoleScore> logProbabilities = model.getScores();
            if (logProbabilities.isEmpty()) {
                return new Decision(model.getRole(), Decider.MODEL, model.getConfidence());
            }
            JointDecision decision = JointDecision.of(rules, model);
            String role = decision.names().get(decision.role());
            boolean rulesWon = role.equals(ruleRole) && !role.equals(model.getRole());
            return new Decision(role, rulesWon ? Decider.RULE : Decider.MODEL, (float) decision.confidence());
        }

        @Override
        public String toString() {
            return "joint";
        }
    }

    /** The model if its confidence reaches the threshold, 0 to 1, or the rules abstain; otherwise the rules. */
    record ModelWhenConfident(float threshold) implements Combination {
        private static final Pattern TEXT = Pattern.compile("model-when-confident\\((\\d+(?:\\.\\d+)?)\\)");

        public ModelWhenConfident {
            if (!(threshold >= 0 && threshold <= 1)) {
                throw new IllegalArgumentException(
                        "the threshold of model-when-confident must be in 0..1: " + threshold);
            }
        }

        @Override
        public Decision between(Vote rules, String ruleRole, Vote model) {
            boolean modelDecides = model.getConfidence() >= threshold || rules.getRole() == null;
            return (modelDecides ? new ModelDecides() : new RulesDecide()).between(rules, ruleRole, model);
        }

        @Override
        public String toString() {
            return "model-when-confident(" + new BigDecimal(Float.toString(threshold)).toPlainString() + ")";
        }
    }

    /** The rules decide; the model's vote is recorded and compared. */
    record RulesDecide() implements Combination {
        @Override
        public Decision between(Vote rules, String ruleRole, Vote model) {
            return new Decision(ruleRole, Decider.RULE, rules.getConfidence());
        }

        @Override
        public String toString() {
            return "rules";
        }
    }

    /** The model decides; the rules' vote is recorded and compared. */
    record ModelDecides() implements Combination {
        @Override
        public Decision between(Vote rules, String ruleRole, Vote model) {
            return new Decision(model.getRole(), Decider.MODEL, model.getConfidence());
        }

        @Override
        public String toString() {
            return "model";
        }
    }
}
