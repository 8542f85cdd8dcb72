package io.rolestream.matching.terms;

import io.rolestream.matching.profile.Profile;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;

/**
 * The weighted terms of a profile. All fields share one space of terms, as in BM25F: a term's frequency is the sum of
 * its frequencies in the fields, each times the field's weight (Robertson, Zaragoza and Taylor, "Simple BM25 Extension
 * to Multiple Weighted Fields", 2004). Skills and roles are terms that no text can contain.
 */
public final class ProfileTerms {
    private static final char SKILL = '=';
    private static final char ROLE = '@';
    private static final int MAX_SKILL = 100;

    private ProfileTerms() {}

    /** A profile's terms with their weighted frequencies, in the order of their first occurrence. */
    public static Map<String, Double> frequencies(Profile profile, FieldWeights weights) {
        return weighted(profile, weights, count -> count);
    }

    /** A query's terms with their weights: repetitions count by their logarithm, since a long text repeats itself. */
    public static Map<String, Double> query(Profile profile, FieldWeights weights) {
        return weighted(profile, weights, count -> 1 + Math.log(count));
    }

    /** The terms that are skills, roles, or words of the title or of the skills. */
    public static Set<String> main(Profile profile, FieldWeights weights) {
        FieldWeights main = new FieldWeights(weights.title(), weights.skill(), weights.skillsText(), 0, weights.role());
        return weighted(profile, main, count -> count).keySet();
    }

    private static Map<String, Double> weighted(Profile profile, FieldWeights weights, DoubleUnaryOperator frequency) {
        Map<String, Double> terms = new LinkedHashMap<>();
        if (weights.skill() > 0) {
            for (String skill : profile.skills()) {
                terms.put(skillTerm(skill), (double) weights.skill());
            }
        }
        if (weights.role() > 0 && profile.roles().isKnown()) {
            terms.put(ROLE + String.valueOf(profile.roles().role()), (double) weights.role());
        }
        add(profile.title(), weights.title(), frequency, terms);
        add(profile.skillsText(), weights.skillsText(), frequency, terms);
        add(profile.body(), weights.body(), frequency, terms);
        return terms;
    }

    private static String skillTerm(String skill) {
        return SKILL + skill.substring(0, Math.min(skill.length(), MAX_SKILL));
    }

    private static void add(String text, float weight, DoubleUnaryOperator frequency, Map<String, Double> terms) {
        if (weight == 0 || text.isEmpty()) {
            return;
        }
        Map<String, Integer> counts = new LinkedHashMap<>();
        for (String term : TextTerms.of(text)) {
            counts.merge(term, 1, Integer::sum);
        }
        counts.forEach((term, count) -> terms.merge(term, weight * frequency.applyAsDouble(count), Double::sum));
    }
}
