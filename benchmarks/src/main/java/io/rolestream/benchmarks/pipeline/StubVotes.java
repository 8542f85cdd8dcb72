package io.rolestream.benchmarks.pipeline;

import io.rolestream.events.RoleScore;
import io.rolestream.events.Vote;
import io.rolestream.rules.role.Taxonomy;
import io.rolestream.rules.ruleset.RuleSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Votes on all roles, as a sure model's, which agree with the rules on three texts of four. */
final class StubVotes {
    private static final float SURE = 0.9f;

    private StubVotes() {}

    /** A vote for each text: the rules' own role, or for every fourth text the role after it. */
    static Map<String, Vote> on(List<String> texts, String labeller) {
        RuleSet rules = RuleSet.load(RuleSet.DEFAULT, Taxonomy.standard());
        List<String> roles = rules.taxonomy().names();
        Map<String, Vote> votes = new HashMap<>();
        for (int i = 0; i < texts.size(); i++) {
            int role = roles.indexOf(rules.vote(texts.get(i)).role().name());
            List<String> ranking = new ArrayList<>(roles);
            Collections.rotate(ranking, i % 4 == 0 ? -role - 1 : -role);
            votes.put(texts.get(i), vote(ranking, labeller));
        }
        return votes;
    }

    private static Vote vote(List<String> ranking, String labeller) {
        List<RoleScore> scores = new ArrayList<>(ranking.size());
        float others = (float) Math.log((1 - SURE) / (ranking.size() - 1));
        for (String role : ranking) {
            scores.add(new RoleScore(role, scores.isEmpty() ? (float) Math.log(SURE) : others));
        }
        return Vote.newBuilder()
                .setLabeller(labeller)
                .setLabellerVersion(StubModel.VERSION)
                .setRole(ranking.get(0))
                .setConfidence(SURE)
                .setScores(scores)
                .setRuleCoefficient(0.5f)
                .setVotedAt(Instant.now())
                .build();
    }
}
