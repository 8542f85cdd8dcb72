package io.rolestream.files.sample;

import io.rolestream.files.sample.words.RoleVocabulary;
import io.rolestream.files.sample.words.RoleVocabulary.Stack;
import io.rolestream.files.sample.words.Skill;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What is true of the person behind a resume, or of the person that a posting looks for. It is drawn before any text is
 * written, so it depends on no rule and on no spelling.
 *
 * @param trade the role, and for the role that holds all other work its specialty, such as testing or support
 * @param formerTrade another trade that the person has worked in; the same where there is none
 * @param skills canonical names, without personal qualities
 * @param level of seniority, 0 (intern) to 5 (principal)
 */
record Traits(String trade, String formerTrade, Set<String> skills, int level) {
    private static final String EVERYTHING_ELSE = "Other";

    Traits {
        skills = Set.copyOf(skills);
    }

    static Traits of(Person person, List<Skill> skills) {
        String trade = trade(person.role(), person.stack());
        boolean hadAnother = person.kind() == Person.Kind.BLENDED || person.kind() == Person.Kind.SWITCHED;
        return new Traits(
                trade,
                hadAnother ? trade(person.neighbour(), person.neighbourStack()) : trade,
                skills.stream().filter(skill -> !skill.soft()).map(Skill::name).collect(Collectors.toSet()),
                person.seniority().ordinal());
    }

    private static String trade(RoleVocabulary role, Stack stack) {
        return role.role().equals(EVERYTHING_ELSE)
                ? role.role() + " " + role.stacks().choices().indexOf(stack)
                : role.role();
    }
}
