package io.rolestream.rules.ruleset;

import io.rolestream.rules.role.Taxonomy;
import io.rolestream.rules.vote.AbstainReason;
import io.rolestream.rules.vote.KeywordMatch;
import io.rolestream.rules.vote.RoleWeight;
import io.rolestream.rules.vote.RuleExplanation;
import io.rolestream.rules.vote.RuleExplanation.Evidence;
import io.rolestream.rules.vote.RuleVote;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Explains a vote in words. */
final class Explanations {
    private Explanations() {}

    static RuleExplanation ofPhrases(
            RuleVote vote, List<Evidence> evidence, List<KeywordMatch> ignored, Taxonomy taxonomy, double minimum) {
        List<RoleWeight> sums = sums(vote, taxonomy);
        return new RuleExplanation(vote, evidence, sums, ignored, phraseVerdict(vote, sums, minimum));
    }

    static RuleExplanation ofSubstrings(RuleVote vote, Taxonomy taxonomy) {
        List<RoleWeight> sums = sums(vote, taxonomy);
        List<Evidence> evidence =
                vote.matches().stream().map(m -> new Evidence(m, sums)).toList();
        String verdict = vote.abstained()
                ? "No keyword occurs in the text."
                : "The first rule with a keyword in the text is for " + vote.role() + ".";
        return new RuleExplanation(vote, evidence, sums, List.of(), verdict);
    }

    private static List<RoleWeight> sums(RuleVote vote, Taxonomy taxonomy) {
        List<RoleWeight> sums = new ArrayList<>();
        for (int role = 0; role < taxonomy.size(); role++) {
            if (vote.score(role) != 0) {
                sums.add(new RoleWeight(taxonomy.role(role), vote.score(role)));
            }
        }
        sums.sort(Comparator.comparing(RoleWeight::weight).reversed());
        return sums;
    }

    private static String phraseVerdict(RuleVote vote, List<RoleWeight> sums, double minimum) {
        if (vote.matches().isEmpty()) {
            return "No keyword occurs in the text.";
        }
        if (sums.isEmpty() || sums.get(0).weight() < 0) {
            return "No role has a sum above 0.";
        }
        RoleWeight best = sums.get(0);
        String leader = best.role() + " has " + number(best.weight());
        if (vote.reason() == AbstainReason.THIN_EVIDENCE) {
            return leader + ", less than the minimum score of " + number(minimum) + ".";
        }
        if (vote.reason() == AbstainReason.TIE) {
            return sums.stream()
                    .filter(sum -> sum.weight() == best.weight())
                    .map(sum -> sum.role().name())
                    .collect(Collectors.joining(" and ", "", " have the same sum, " + number(best.weight()) + "."));
        }
        return sums.size() == 1 || sums.get(1).weight() <= 0
                ? leader + ", and no other role has any weight."
                : leader + ", " + number(best.weight() - sums.get(1).weight()) + " more than "
                        + sums.get(1).role() + ".";
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.6f", value).replaceFirst("\\.?0+$", "");
    }
}
