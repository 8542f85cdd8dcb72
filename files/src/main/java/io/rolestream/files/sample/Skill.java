package io.rolestream.files.sample;

import org.jspecify.annotations.Nullable;

/**
 * A skill and how people write it.
 *
 * @param name its usual name
 * @param soft whether it is one of a person's qualities, such as teamwork, and nothing that work is done with
 * @param variants other ways to write it, or null if there is just one
 * @param versions versions that people mention, or null if nobody does
 */
record Skill(
        String name,
        boolean soft,
        @Nullable Weighted<String> variants,
        @Nullable Weighted<String> versions) {}
