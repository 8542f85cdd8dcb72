package io.rolestream.rules.decision;

import io.rolestream.common.text.Percent;
import io.rolestream.events.LabelledRole;
import io.rolestream.events.RoleScore;
import io.rolestream.events.Vote;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Says in sentences how a policy gets from the votes on a text to the decision. */
public final class DecisionReasons {
    private DecisionReasons() {}

    /** One sentence for each step, in the order of the steps; one that says so if the policy is unknown. */
    public static List<String> of(LabelledRole label) {
        DecisionPolicy policy;
        try {
            policy = DecisionPolicy.parse(label.getPolicy());
        } catch (IllegalArgumentException e) {
            return List.of("This release does not know the policy \"" + label.getPolicy() + "\".");
        }
        Vote human = label.getHumanVote();
        if (human != null && human.getRole() != null) {
            return List.of("%s answered %s. A person's answer overrides all votes."
                    .formatted(
                            human.getLabellerVersion().isBlank() ? "A person" : human.getLabellerVersion(),
                            human.getRole()));
        }
        Vote rules = label.getRuleVote();
        if (rules == null) {
            return List.of("The label has no vote of the rules, so its decision cannot be explained.");
        }
        Vote model = label.getModelVote();
        List<String> reasons = new ArrayList<>();
        if (model == null || model.getRole() == null) {
            reasons.add(
                    label.getDegraded()
                            ? "The model's vote was awaited but did not come in time, so the rules decided alone."
                            : model == null
                                    ? "No model voted, so the rules decided alone."
                                    : "The model abstained because %s, so the rules decided alone."
                                            .formatted(abstention(model.getReason())));
            reasons.add(
                    rules.getRole() != null
                            ? "The rules vote for %s, confidence %s."
                                    .formatted(rules.getRole(), percent(rules.getConfidence()))
                            : "The rules abstained because %s, so the label is the fallback role, %s."
                                    .formatted(abstention(rules.getReason()), policy.fallback()));
        } else {
            reasons.add(votes(rules, model));
            model.getMappedRoles()
                    .forEach(mapped -> reasons.add("The model learnt %s, which counts as %s now."
                            .formatted(mapped.getFrom(), mapped.getTo())));
            if (DecisionPolicy.isBeyond(model, rules)) {
                reasons.add("The model has not learnt %s, so the rules decide.".formatted(rules.getRole()));
            } else {
                addCombination(policy, rules, model, reasons);
            }
        }
        addMinimum(policy, rules, model, reasons);
        return reasons;
    }

    /** Why a labeller abstained, in words, to follow "because". */
    public static String abstention(@Nullable String code) {
        return switch (code == null ? "" : code) {
            case "thin-evidence" -> "there is too little evidence";
            case "tie" -> "several roles have the same sum";
            case "no-model" -> "no model was loaded";
            case "failed" -> "it failed on this text";
            case CurrentVotes.REMOVED_ROLE -> "its role was removed";
            case CurrentVotes.OTHER_ROLES -> "too many roles have changed since";
            case "no-role" -> "it found no role in this text";
            case "" -> "of a reason that was not recorded";
            default -> "of " + code;
        };
    }

    private static String votes(Vote rules, Vote model) {
        return "%s; the model votes for %s, confidence %s."
                .formatted(
                        rules.getRole() == null
                                ? "The rules abstain because " + abstention(rules.getReason())
                                : "The rules vote for %s, confidence %s"
                                        .formatted(rules.getRole(), percent(rules.getConfidence())),
                        model.getRole(),
                        percent(model.getConfidence()));
    }

    private static void addCombination(DecisionPolicy policy, Vote rules, Vote model, List<String> reasons) {
        if (policy.combination() instanceof Combination.Joint) {
            if (model.getScores().isEmpty()) {
                reasons.add(
                        "The model's vote names no probabilities, so it cannot be added to the rules', and decides.");
            } else {
                addJoint(policy.roleOf(rules), rules, model, reasons);
            }
        } else if (policy.combination() instanceof Combination.ModelWhenConfident when) {
            reasons.add(
                    rules.getRole() == null
                            ? "The rules abstain, so the model decides."
                            : "The model decides where its confidence is at least %s, which it %s, so %s."
                                    .formatted(
                                            percent(when.threshold()),
                                            model.getConfidence() >= when.threshold() ? "is" : "is not",
                                            model.getConfidence() >= when.threshold()
                                                    ? "the model decides"
                                                    : "the rules decide"));
        } else if (policy.combination() instanceof Combination.RulesDecide) {
            reasons.add("The policy follows the rules; the model's vote is only recorded.");
        } else {
            reasons.add("The policy follows the model; the rules' vote is only recorded.");
        }
    }

    private static void addJoint(String ruleRole, Vote rules, Vote model, List<String> reasons) {
        Float learnt = model.getRuleCoefficient();
        double coefficient = learnt == null ? 1 : learnt;
        Map<String, Float> byRole = new HashMap<>();
        rules.getScores().forEach(score -> byRole.put(score.getRole(), score.getScore()));
        JointDecision joint = JointDecision.of(rules, model);
        double[] probabilities = joint.logProbabilities();
        int winner = joint.role();
        int next = IntStream.range(0, joint.names().size())
                .filter(role -> role != winner)
                .reduce((a, b) -> probabilities[b] > probabilities[a] ? b : a)
                .orElse(winner);
        reasons.add(
                "Both count: for each role, the logarithm of the model's probability and %s times the rules' sum are"
                                .formatted(number(coefficient))
                        + " added, and the highest total wins.");
        reasons.add(total(score(joint, winner, model), byRole, coefficient)
                + (next == winner ? "." : "; next is " + total(score(joint, next, model), byRole, coefficient) + "."));
        String role = joint.names().get(winner);
        boolean isRules = role.equals(ruleRole);
        boolean isModels = role.equals(model.getRole());
        reasons.add(
                isRules && isModels
                        ? "Rules and model agree."
                        : isModels
                                ? "The model's role wins against the rules'."
                                : isRules
                                        ? "The rules' role wins against the model's."
                                        : "It is neither's first choice: together they point to " + role + ".");
        reasons.add("As a probability, the total of %s is %s%s."
                .formatted(role, percent(joint.confidence()), calibration(model)));
    }

    /** The model's score for a role that has a name in the joint decision. */
    private static RoleScore score(JointDecision joint, int role, Vote model) {
        List<RoleScore> listed = model.getScores();
        return role < listed.size()
                ? listed.get(role)
                : new RoleScore(joint.names().get(role), model.getUnlistedScore());
    }

    private static String total(RoleScore model, Map<String, Float> byRole, double coefficient) {
        float sum = byRole.getOrDefault(model.getRole(), 0f);
        return "%s: %s + %s x %s = %s"
                .formatted(
                        model.getRole(),
                        number(model.getScore()),
                        number(coefficient),
                        number(sum),
                        number(model.getScore() + coefficient * sum));
    }

    private static String calibration(Vote model) {
        Float temperature = model.getJointTemperature();
        Float doubt = model.getJointDoubt();
        return temperature == null && doubt == null
                ? ""
                : ", calibrated with temperature %s and doubt %s"
                        .formatted(number(temperature == null ? 1 : temperature), percent(doubt == null ? 0 : doubt));
    }

    private static void addMinimum(DecisionPolicy policy, Vote rules, @Nullable Vote model, List<String> reasons) {
        Decision free = new DecisionPolicy(policy.combination(), policy.fallback()).decide(rules, model, null);
        if (free.confidence() < policy.minimum()) {
            reasons.add("The confidence, %s, is below the minimum of %s, so the label is the fallback role, %s."
                    .formatted(percent(free.confidence()), percent(policy.minimum()), policy.fallback()));
        }
    }

    private static String percent(double share) {
        return Percent.of(share);
    }

    private static String number(double value) {
        String text = String.format(Locale.ROOT, "%.2f", value);
        return text.equals("-0.00") ? "0.00" : text;
    }
}
