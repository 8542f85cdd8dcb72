package io.rolestream.files.sample;

import java.util.List;

/**
 * The words of one role.
 *
 * @param role the role's name
 * @param weight how common the role is
 * @param core what everybody in the role knows
 * @param stacks what goes together: most people know one of these, some two
 * @param neighbours the roles whose skills turn up beside this one's, by name
 * @param duties sentences about the work
 */
record RoleVocabulary(
        String role,
        double weight,
        Weighted<Skill> core,
        Weighted<Stack> stacks,
        Weighted<String> neighbours,
        List<String> duties) {

    /**
     * Skills that go together.
     *
     * @param skills the skills
     * @param titles how people with them call themselves
     */
    record Stack(Weighted<Skill> skills, Weighted<String> titles) {}
}
