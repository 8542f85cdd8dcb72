package io.rolestream.labellers.settings;

import io.rolestream.rules.role.Role;
import io.rolestream.rules.role.Taxonomy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

/**
 * A prompt that asks for one role of a list, in the parts of the original study's prompt: who the model is, the roles,
 * how to choose, the skills, the question.
 *
 * @param roles in the order in which the prompt lists them
 */
public record RolePrompt(List<Role> roles) {
    private static final String TASK =
            "You are a recruiter. Find the job role that fits a person best, judging by skills alone.";
    private static final String HOW =
            "Read all skills carefully and decide by the strongest group of related skills. Answer with one name from the"
                    + " list, exactly as it is written there. Do not explain.";
    private static final String QUESTION = "The one role that fits best:";

    public RolePrompt {
        roles = List.copyOf(roles);
    }

    /** Lists the roles as the taxonomy does. */
    public static RolePrompt of(Taxonomy taxonomy) {
        return new RolePrompt(taxonomy.roles());
    }

    /** Several prompts, each with the roles in another order; the same seed gives the same ones. */
    public static List<RolePrompt> shuffled(Taxonomy taxonomy, int prompts, long seed) {
        Random random = new Random(seed);
        List<RolePrompt> result = new ArrayList<>();
        for (int i = 0; i < prompts; i++) {
            List<Role> roles = new ArrayList<>(taxonomy.roles());
            Collections.shuffle(roles, random);
            result.add(new RolePrompt(roles));
        }
        return result;
    }

    /** The prompt for a text. */
    public String of(String skills) {
        String list = roles.stream().map(role -> "- " + role.name()).collect(Collectors.joining("\n"));
        return TASK + "\n\nRoles:\n" + list + "\n\n" + HOW + "\n\nSkills:\n" + skills + "\n\n" + QUESTION;
    }
}
