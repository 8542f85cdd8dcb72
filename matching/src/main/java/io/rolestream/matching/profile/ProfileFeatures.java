package io.rolestream.matching.profile;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link Profile} is scored by, without its texts. Small enough to be read of a thousand candidates.
 *
 * @param skills by their canonical names, the most telling first
 * @param seniority normalised; null if unknown
 */
public record ProfileFeatures(
        String id,
        List<String> skills,
        RoleBelief roles,
        @Nullable String seniority) {
    public ProfileFeatures {
        skills = List.copyOf(skills);
    }
}
