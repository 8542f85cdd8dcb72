package io.rolestream.matching.profile;

import io.rolestream.engine.batching.Rows;
import io.rolestream.rules.ruleset.RuleSet;
import io.rolestream.rules.vote.RuleVote;
import java.util.Arrays;

/**
 * How probable roles are by the keyword rules alone: {@code (1 - doubt) * softmax(scores / (temperature * length)) +
 * doubt / roles}, where {@code length} is {@code sqrt(sum of the scores / fullSum)}, at least 1. Keywords of a long
 * text repeat each other, so fifty of them are not fifty independent hints; without this divisor a resume whose two
 * best roles have 46 and 34 would be certain of the first. A text without keywords says nothing, so all of its roles
 * are equally probable.
 *
 * @param temperature above 0, in units of the rules' weights
 * @param doubt share of texts whose role the rules cannot tell, 0 to 1
 * @param titleFactor how often a title's scores count, as it names the role more often than the skills do
 * @param fullSum the sum of all roles' scores, with the title's, up to which scores count in full; above 0, in units of
 *     the rules' weights
 */
public record RuleBelief(float temperature, float doubt, float titleFactor, float fullSum) {
    public RuleBelief {
        if (!(temperature > 0) || !(doubt >= 0 && doubt <= 1) || !(titleFactor >= 0) || !(fullSum > 0)) {
            throw new IllegalArgumentException("not a temperature, a doubt, a factor and a sum: " + temperature + ", "
                    + doubt + ", " + titleFactor + ", " + fullSum);
        }
    }

    /**
     * What a rule set says of a profile.
     *
     * @param title counts {@link #titleFactor} times
     */
    public RoleBelief of(RuleSet rules, String title, String text) {
        RuleVote vote = rules.vote(text);
        RuleVote ofTitle = rules.vote(title);
        float[] scores = vote.scores();
        float[] probabilities = new float[scores.length];
        if (vote.matches().isEmpty() && ofTitle.matches().isEmpty()) {
            Arrays.fill(probabilities, 1f / scores.length);
            return new RoleBelief(probabilities);
        }
        float sum = 0;
        for (int i = 0; i < scores.length; i++) {
            scores[i] += titleFactor * ofTitle.score(i);
            sum += scores[i];
        }
        float divisor = temperature * (float) Math.sqrt(Math.max(1, sum / fullSum));
        for (int i = 0; i < scores.length; i++) {
            scores[i] /= divisor;
        }
        float[] shares = Rows.softmax(scores);
        for (int i = 0; i < shares.length; i++) {
            probabilities[i] = (1 - doubt) * shares[i] + doubt / shares.length;
        }
        return new RoleBelief(probabilities);
    }
}
