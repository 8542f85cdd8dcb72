package io.rolestream.files.sample;

import org.jspecify.annotations.Nullable;

/**
 * A skill and how people write it.
 *
 * @param name its usual name
 * @param soft whether it is a personal quality, such as teamwork, rather than a technology
 * @param variants other ways to write it, or null if there is only one
 * @param versions versions that people mention, or null if there are none
 */
record Skill(
        String name,
        boolean soft,
        @Nullable Weighted<String> variants,
        @Nullable Weighted<String> versions) {}
