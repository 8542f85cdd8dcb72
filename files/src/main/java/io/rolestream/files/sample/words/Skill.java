package io.rolestream.files.sample.words;

import org.jspecify.annotations.Nullable;

/**
 * A skill and its spellings.
 *
 * @param soft whether it is a personal quality, such as teamwork
 * @param variants other spellings, or null
 * @param versions that people mention, or null
 */
public record Skill(
        String name,
        boolean soft,
        @Nullable Weighted<String> variants,
        @Nullable Weighted<String> versions) {}
