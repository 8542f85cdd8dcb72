package io.rolestream.files.columns;

import org.jspecify.annotations.Nullable;

/**
 * The columns that the user named. A null one is looked for by its usual names ({@code resumeId}, {@code skills},
 * {@code text} and others; upper and lower case, {@code _}, {@code -} and spaces make no difference).
 *
 * @param idColumn the column that identifies a resume
 * @param skillsColumn the column with the skills
 * @param textColumn the column with the free text
 */
public record ColumnNames(
        @Nullable String idColumn,
        @Nullable String skillsColumn,
        @Nullable String textColumn) {

    /** Every column is looked for by its usual names. */
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
