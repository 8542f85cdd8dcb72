package io.rolestream.trainer.matching.adversary;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A resume, a posting that suits it and, if known, one that does not, as models read them.
 *
 * @param skills the resume's, by their canonical names
 * @param job the posting that suits
 * @param other a posting of another role that does not suit; null if none is known
 */
public record HonestPair(
        String resume,
        List<String> skills,
        String job,
        @Nullable String other) {
    public HonestPair {
        skills = List.copyOf(skills);
    }
}
