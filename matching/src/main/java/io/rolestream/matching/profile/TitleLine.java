package io.rolestream.matching.profile;

import java.util.Set;

/** Finds the line at the top of a resume that names a profession. */
final class TitleLine {
    private static final int LINES = 8;
    private static final int LONGEST = 80;
    private static final int MOST_WORDS = 10;
    private static final Set<String> PROFESSIONS = Set.of(
            "developer",
            "engineer",
            "analyst",
            "architect",
            "administrator",
            "admin",
            "manager",
            "consultant",
            "specialist",
            "lead",
            "programmer",
            "tester",
            "technician",
            "designer",
            "recruiter",
            "coordinator",
            "director",
            "scientist",
            "dba",
            "officer",
            "owner",
            "master",
            "executive",
            "accountant",
            "writer",
            "representative",
            "assistant",
            "supervisor",
            "trainer",
            "sysadmin",
            "devops",
            "researcher");

    private TitleLine() {}

    /** The line without the spaces around it; empty if there is none. */
    static String of(String text) {
        return split(text).title();
    }

    /**
     * A text in two.
     *
     * @param title without the spaces around it; empty if there is none
     * @param rest without the title's line
     */
    record Split(String title, String rest) {}

    /** The line, and the text without it. */
    static Split split(String text) {
        int at = 0;
        for (int line = 0; line < LINES && at < text.length(); ) {
            int start = at;
            int end = text.indexOf('\n', at);
            end = end < 0 ? text.length() : end;
            String candidate = text.substring(at, end).strip();
            at = end + 1;
            if (candidate.isEmpty()) {
                continue;
            }
            line++;
            var words = Words.of(candidate);
            if (candidate.length() <= LONGEST
                    && words.size() <= MOST_WORDS
                    && candidate.indexOf('@') < 0
                    && words.stream().anyMatch(word -> PROFESSIONS.contains(word.lower()))) {
                String after = text.substring(Math.min(at, text.length()));
                return new Split(candidate, (text.substring(0, start) + after).strip());
            }
        }
        return new Split("", text);
    }
}
