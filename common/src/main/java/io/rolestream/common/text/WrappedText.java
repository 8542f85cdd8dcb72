package io.rolestream.common.text;

import java.util.ArrayList;
import java.util.List;

/** Lines of a text that fit a terminal. */
public final class WrappedText {
    private WrappedText() {}

    /**
     * Breaks a text at its spaces. A longer word gets a line of its own, which is then too long.
     *
     * @param first what the first line begins with
     * @param others what every other line begins with
     * @param columns the longest line, its beginning included
     */
    public static List<String> lines(String text, String first, String others, int columns) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder(first);
        boolean isEmpty = true;
        for (String word : text.split(" ")) {
            if (!isEmpty && line.length() + 1 + word.length() > columns) {
                lines.add(line.toString());
                line = new StringBuilder(others);
                isEmpty = true;
            }
            line.append(isEmpty ? "" : " ").append(word);
            isEmpty = false;
        }
        lines.add(line.toString());
        return lines;
    }
}
