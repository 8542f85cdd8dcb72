package io.rolestream.files.columns;

import org.jspecify.annotations.Nullable;

/**
 * The columns that the user named. For null, the usual names are tried ({@code resumeId}, {@code skills}, {@code text}
 * and others), ignoring case, {@code _}, {@code -} and spaces.
 */
public record ColumnNames(
        @Nullable String idColumn,
        @Nullable String skillsColumn,
        @Nullable String textColumn) {

    public static final ColumnNames AUTOMATIC = new ColumnNames(null, null, null);

    /** @throws IllegalArgumentException if a name is blank, or given for two fields */
    public ColumnNames {
        requireName(idColumn);
        requireName(skillsColumn);
        requireName(textColumn);
        if (same(idColumn, skillsColumn) || same(idColumn, textColumn) || same(skillsColumn, textColumn)) {
            throw new IllegalArgumentException("two fields can't come from one column");
        }
    }

    private static void requireName(@Nullable String name) {
        if (name != null && name.isBlank()) {
            throw new IllegalArgumentException("a column name is blank");
        }
    }

    private static boolean same(@Nullable String one, @Nullable String other) {
        return one != null && one.equals(other);
    }
}
