package io.rolestream.matching.terms;

/**
 * What a term weighs by where it occurs. A weight of 0 leaves a field out.
 *
 * @param title words of the title
 * @param skill one exact term per canonical skill, so that a skill of several words counts once and whole
 * @param skillsText words of the skills as written
 * @param body words of the description or the resume's text
 * @param role one term for the most probable role
 */
public record FieldWeights(float title, float skill, float skillsText, float body, float role) {
    private static final float MAX = 100;

    public FieldWeights {
        check(title, "title");
        check(skill, "skill");
        check(skillsText, "skillsText");
        check(body, "body");
        check(role, "role");
    }

    private static void check(float weight, String field) {
        if (!(weight >= 0 && weight <= MAX)) {
            throw new IllegalArgumentException(
                    "the weight of %s must be from 0 to 100, not %s".formatted(field, weight));
        }
    }
}
