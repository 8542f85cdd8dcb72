package io.rolestream.rules.role;

import org.jspecify.annotations.Nullable;

/**
 * A job role that a resume can be labelled with.
 *
 * @param name its name in labels and events: 1 to {@value #MAX_NAME_LENGTH} characters, no space at either end, no
 *     control characters
 * @param description one sentence on what people in this role do
 */
public record Role(String name, String description) {
    public static final int MAX_NAME_LENGTH = 200;

    public Role {
        if (!isName(name)) {
            throw new IllegalArgumentException("not a role name: \"" + name + "\", which " + problem(name));
        }
        if (description.isBlank()) {
            throw new IllegalArgumentException("role \"" + name + "\" has no description");
        }
    }

    /** Whether a text may name a role. */
    public static boolean isName(String text) {
        return problem(text) == null;
    }

    /** Why a text may not name a role, such as {@code has a space at an end}; null if it may. */
    public static @Nullable String problem(String text) {
        if (text.isBlank()) {
            return "is empty";
        }
        if (text.length() > MAX_NAME_LENGTH) {
            return "has " + text.length() + " characters, more than " + MAX_NAME_LENGTH;
        }
        if (!text.equals(text.strip())) {
            return "has a space at an end";
        }
        return text.chars().anyMatch(Character::isISOControl) ? "has a line break or another control character" : null;
    }

    @Override
    public String toString() {
        return name;
    }
}
