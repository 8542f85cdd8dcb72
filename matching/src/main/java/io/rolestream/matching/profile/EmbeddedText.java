package io.rolestream.matching.profile;

/**
 * What encoders read of a profile: title, skills and body, the most telling first, as encoders cut long texts. Runs of
 * white space become one space, so that nothing shows how long a masked word was.
 */
public final class EmbeddedText {
    private EmbeddedText() {}

    public static String of(Profile profile) {
        StringBuilder text = new StringBuilder();
        append(profile.title(), text);
        append(profile.skillsText(), text);
        append(profile.body(), text);
        return text.toString();
    }

    private static void append(String part, StringBuilder text) {
        boolean gap = false;
        boolean first = true;
        for (int i = 0; i < part.length(); i++) {
            char c = part.charAt(i);
            if (Character.isWhitespace(c) || c == '\u00a0') {
                gap = true;
                continue;
            }
            if (first && !text.isEmpty()) {
                text.append(". ");
            } else if (gap && !first) {
                text.append(' ');
            }
            text.append(c);
            gap = false;
            first = false;
        }
    }
}
