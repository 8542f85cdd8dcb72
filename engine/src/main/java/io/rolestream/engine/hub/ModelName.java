package io.rolestream.engine.hub;

import java.util.regex.Pattern;

/**
 * The name of a model on a hub.
 *
 * @param id {@code NAME} or {@code OWNER/NAME}; each part of ASCII letters, digits, {@code .}, {@code _} and {@code -},
 *     96 characters at most
 */
public record ModelName(String id) {
    private static final Pattern VALID = Pattern.compile("(?:[A-Za-z0-9][\\w.-]{0,95}/)?[A-Za-z0-9][\\w.-]{0,95}");

    public ModelName {
        if (!isValid(id)) {
            throw new IllegalArgumentException("not the name of a model: \"" + id + "\"");
        }
    }

    /** Whether a text can be a model name; a valid one is safe as a part of paths and addresses. */
    public static boolean isValid(String text) {
        return VALID.matcher(text).matches()
                && !text.contains("..")
                && !text.contains("--")
                && !text.endsWith(".")
                && !text.endsWith(".git");
    }

    String directory() {
        return "models--" + id.replace("/", "--");
    }

    @Override
    public String toString() {
        return id;
    }
}
