package io.rolestream.files.columns;

import java.util.List;
import java.util.Locale;

/** What a column can hold, with its usual names in normal form, likeliest first. */
public enum Field {
    ID("resumeId", "resumeid", "id", "candidateid", "applicationid", "uuid"),
    SKILLS("skills", "skills", "skill", "skillset", "skilllist", "keyskills", "technicalskills", "skillstext"),
    TEXT("text", "text", "resumetext", "resume", "cvtext", "cv", "freetext", "body"),
    YEARS("yearsOfExperience", "yearsofexperience", "experienceyears", "yearsexperience", "years", "yoe"),
    COMPANIES("companies", "companies", "employers", "company"),
    SUBMITTED_AT("submittedAt", "submittedat", "submitted", "submittedon", "appliedat"),
    SOURCE("source", "source"),
    ROLE("role", "role", "correctrole"),
    REVIEWER("reviewer", "reviewer"),
    NOTE("note", "note", "comment"),
    SELECTION("selection", "selection");

    private final String label;

    @SuppressWarnings("ImmutableEnumChecker") // made by List.of
    private final List<String> names;

    Field(String label, String... names) {
        this.label = label;
        this.names = List.of(names);
    }

    /** The name in messages. */
    public String label() {
        return label;
    }

    /** The index of a name among this field's, or -1. */
    int rankOf(String normalName) {
        return names.indexOf(normalName);
    }

    /** Lower case, without {@code _}, {@code -} and white space. */
    static String normal(String columnName) {
        StringBuilder normal = new StringBuilder(columnName.length());
        columnName
                .chars()
                .filter(c -> c != '_' && c != '-' && !Character.isWhitespace(c))
                .forEach(c -> normal.append((char) c));
        return normal.toString().toLowerCase(Locale.ROOT);
    }
}
