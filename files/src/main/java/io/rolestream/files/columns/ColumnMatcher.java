package io.rolestream.files.columns;

import java.nio.charset.Charset;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds the field of a column by its name. The user's names take precedence over the usual ones. */
public final class ColumnMatcher {

    /** @param rank how well the name fits, 0 best; of two columns for one field the better is taken */
    public record Match(Field field, int rank) {}

    private final Layout layout;
    private final Map<Field, String> explicit = new EnumMap<>(Field.class);

    private final @Nullable Charset encoding;
    private final boolean keepsAll;

    private ColumnMatcher(Layout layout) {
        this(layout, null);
    }

    private ColumnMatcher(Layout layout, @Nullable Charset encoding) {
        this(layout, encoding, false);
    }

    private ColumnMatcher(Layout layout, @Nullable Charset encoding, boolean keepsAll) {
        this.layout = layout;
        this.encoding = encoding;
        this.keepsAll = keepsAll;
    }

    public static ColumnMatcher ofResumes(ColumnNames names) {
        ColumnMatcher matcher = new ColumnMatcher(Layout.RESUMES, names.encoding(), names.keepsAll());
        matcher.put(Field.ID, names.idColumn());
        matcher.put(Field.SKILLS, names.skillsColumn());
        matcher.put(Field.TEXT, names.textColumn());
        matcher.put(Field.ROLE, names.roleColumn());
        return matcher;
    }

    /** @param column the user's name for the skills; null for the usual ones */
    public static ColumnMatcher ofSkills(@Nullable String column) {
        ColumnMatcher matcher = new ColumnMatcher(Layout.SKILLS);
        matcher.put(Field.SKILLS, column);
        return matcher;
    }

    public static ColumnMatcher ofAnswers() {
        return new ColumnMatcher(Layout.ANSWERS);
    }

    public static ColumnMatcher ofJobs(JobColumns names) {
        ColumnMatcher matcher = new ColumnMatcher(Layout.JOBS, names.encoding());
        matcher.put(Field.JOB_ID, names.idColumn());
        matcher.put(Field.TITLE, names.titleColumn());
        matcher.put(Field.JOB_SKILLS, names.skillsColumn());
        matcher.put(Field.DESCRIPTION, names.descriptionColumn());
        matcher.put(Field.ROLE, names.roleColumn());
        return matcher;
    }

    public static ColumnMatcher ofGrades() {
        return new ColumnMatcher(Layout.GRADES);
    }

    /** @param encoding as the user named it; null to find it out */
    public static ColumnMatcher ofFeedback(@Nullable Charset encoding) {
        return new ColumnMatcher(Layout.FEEDBACK, encoding);
    }

    private void put(Field field, @Nullable String name) {
        if (name != null) {
            explicit.put(field, name);
        }
    }

    /** The encoding of a file of text, as the user named it; null to find it out. */
    public @Nullable Charset encoding() {
        return encoding;
    }

    /** Whether rows keep all columns as they stand in the input. */
    public boolean keepsAll() {
        return keepsAll;
    }

    public Layout layout() {
        return layout;
    }

    public Map<Field, String> explicit() {
        return explicit;
    }

    /** Null for a column that is not needed. */
    @Nullable
    public Match match(String column) {
        for (Map.Entry<Field, String> entry : explicit.entrySet()) {
            if (entry.getValue().equals(column)) {
                return new Match(entry.getKey(), 0);
            }
        }
        String normal = Field.normal(column);
        for (Map.Entry<Field, String> entry : explicit.entrySet()) {
            if (Field.normal(entry.getValue()).equals(normal)) {
                return new Match(entry.getKey(), 1);
            }
        }
        for (Field field : Field.values()) {
            int rank = explicit.containsKey(field) || !layout.has(field) ? -1 : field.rankOf(normal);
            if (rank >= 0) {
                return new Match(field, rank);
            }
        }
        return null;
    }
}
