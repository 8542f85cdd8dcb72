package io.rolestream.rules.role;

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
            throw new IllegalArgumentException("not a role name: \"" + name + "\"");
        }
        if (description.isBlank()) {
            throw new IllegalArgumentException("role \"" + name + "\" has no description");
        }
    }

    /** Whether a text may name a role. */
    public static boolean isName(String text) {
        return !text.isBlank()
                && text.length() <= MAX_NAME_LENGTH
                && text.equals(text.strip())
                && text.chars().noneMatch(Character::isISOControl);
    }

    @Override
    public String toString() {
        return name;
    }
}
