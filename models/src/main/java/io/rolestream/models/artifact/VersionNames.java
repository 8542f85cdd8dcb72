package io.rolestream.models.artifact;

import io.rolestream.common.text.Quoted;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Valid names of models, versions and their files. All of them become parts of paths on every kind of store, so the
 * rules list what is allowed rather than what is not: segments of ASCII letters, digits and {@code . _ -} between
 * forward slashes. This excludes paths out of a directory, hidden files, drive letters, and characters that a terminal
 * or a log would misread.
 */
public final class VersionNames {
    /** The longest path, in characters. */
    public static final int MAX_PATH = 512;

    private static final String WORD = "[A-Za-z0-9][A-Za-z0-9._-]{0,127}";
    private static final Pattern NAME = Pattern.compile(WORD);
    private static final Pattern PATH =
            Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,127}(/[A-Za-z0-9_][A-Za-z0-9._-]{0,127})*");

    /** Names that Windows does not store as they are written. */
    private static final Pattern RESERVED = Pattern.compile("(?i)(con|prn|aux|nul|com[0-9]|lpt[0-9])([.].*)?|.*[.]");

    private VersionNames() {}

    /** Whether a text can be the name of a model or of a version. */
    public static boolean isName(String text) {
        return NAME.matcher(text).matches() && !RESERVED.matcher(text).matches();
    }

    /**
     * @param what is checked, for the message
     * @throws ModelRefusedException {@link Refusal#ANNOUNCEMENT} if it is invalid
     */
    public static String checkName(String what, String text) throws ModelRefusedException {
        if (!isName(text)) {
            throw new ModelRefusedException(
                    Refusal.ANNOUNCEMENT,
                    what + " " + Quoted.of(text)
                            + " is not a name: expected 1 to 128 letters, digits, '.', '_' and '-',"
                            + " a letter or digit first, not ending with a dot and no device name such as CON");
        }
        return text;
    }

    /**
     * @param what is checked, for the message
     * @throws ModelRefusedException {@link Refusal#PATH} if it is not a plain relative path
     */
    public static String checkPath(String what, String path) throws ModelRefusedException {
        if (path.length() > MAX_PATH
                || !PATH.matcher(path).matches()
                || Stream.of(path.split("/")).anyMatch(RESERVED.asMatchPredicate())) {
            throw new ModelRefusedException(
                    Refusal.PATH,
                    what + " " + Quoted.of(path) + " is not a plain relative path: expected at most " + MAX_PATH
                            + " characters, names of letters, digits, '.', '_' and '-' between forward slashes, none"
                            + " beginning or ending with a dot, no device names such as CON");
        }
        return path;
    }
}
