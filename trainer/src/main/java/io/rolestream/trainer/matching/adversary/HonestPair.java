package io.rolestream.trainer.matching.adversary;

import java.util.List;

/**
 * A resume, a posting that suits it, and one that does not, as models read them.
 *
 * @param skills the resume's, by their canonical names
 * @param job the posting that suits
 * @param other a posting of another role
 */
public record HonestPair(String resume, List<String> skills, String job, String other) {
    public HonestPair {
        skills = List.copyOf(skills);
    }
}
