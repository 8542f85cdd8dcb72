package io.rolestream.labellers;

import io.rolestream.rules.role.Taxonomy;
import io.rolestream.rules.ruleset.RuleSet;
import java.util.List;

/**
 * Texts with a role each, to learn from.
 *
 * @param roles indexes of the taxonomy, one for each text
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record TrainingLabels(List<String> texts, int[] roles) {
    public TrainingLabels {
        texts = List.copyOf(texts);
        if (roles.length != texts.size()) {
            throw new IllegalArgumentException(texts.size() + " texts with " + roles.length + " roles");
        }
    }

    /** Lets the rules label texts. */
    public static TrainingLabels of(List<String> texts, RuleSet rules) {
        Taxonomy taxonomy = rules.taxonomy();
        return new TrainingLabels(
                texts,
                texts.stream()
                        .mapToInt(
                                text -> taxonomy.indexOf(rules.vote(text).role().name()))
                        .toArray());
    }
}
