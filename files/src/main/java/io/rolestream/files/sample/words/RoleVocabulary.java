package io.rolestream.files.sample.words;

import java.util.List;

/**
 * The words of one role.
 *
 * @param weight relative frequency
 * @param core skills that everybody in the role has
 * @param stacks most people know one of these, some two
 * @param neighbours names of roles whose skills appear beside this one's
 * @param duties sentences about the work
 */
public record RoleVocabulary(
        String role,
        double weight,
        Weighted<Skill> core,
        Weighted<Stack> stacks,
        Weighted<String> neighbours,
        List<String> duties) {

    /** Skills that go together, and the titles of people who have them. */
    public record Stack(Weighted<Skill> skills, Weighted<String> titles) {}
}
