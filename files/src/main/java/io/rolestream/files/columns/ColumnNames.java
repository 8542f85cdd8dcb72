package io.rolestream.files.columns;

import java.nio.charset.Charset;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The columns that the user named, and the encoding of their text. For null, the usual names are tried
 * ({@code resumeId}, {@code skills}, {@code text} and others), ignoring case, {@code _}, {@code -} and spaces.
 *
 * @param roleColumn the right roles; for null, none are read
 * @param encoding how a file of text is encoded; for null, it is found out
 * @param keepsAll whether rows also keep all columns as they stand in the input
 */
public record ColumnNames(
        @Nullable String idColumn,
        @Nullable String skillsColumn,
        @Nullable String textColumn,
        @Nullable String roleColumn,
        @Nullable Charset encoding,
        boolean keepsAll) {

    public static final ColumnNames AUTOMATIC = new ColumnNames(null, null, null);

    /** @throws IllegalArgumentException if a name is blank, or given for two fields */
    public ColumnNames {
        requireDistinct(idColumn, skillsColumn, textColumn, roleColumn);
    }

    static void requireDistinct(@Nullable String... given) {
        Set<String> names = new HashSet<>();
        for (String name : given) {
            if (name != null && name.isBlank()) {
                throw new IllegalArgumentException("a column name is blank");
            }
            if (name != null && !names.add(name)) {
                throw new IllegalArgumentException("two fields can't come from one column");
            }
        }
    }

    /** Without right roles. */
    public ColumnNames(@Nullable String idColumn, @Nullable String skillsColumn, @Nullable String textColumn) {
        this(idColumn, skillsColumn, textColumn, null);
    }

    /** In an encoding that has to be found out. */
    public ColumnNames(
            @Nullable String idColumn,
            @Nullable String skillsColumn,
            @Nullable String textColumn,
            @Nullable String roleColumn) {
        this(idColumn, skillsColumn, textColumn, roleColumn, null);
    }

    /** Without keeping other columns. */
    public ColumnNames(
            @Nullable String idColumn,
            @Nullable String skillsColumn,
            @Nullable String textColumn,
            @Nullable String roleColumn,
            @Nullable Charset encoding) {
        this(idColumn, skillsColumn, textColumn, roleColumn, encoding, false);
    }

    /** The same, and rows keep all columns. */
    public ColumnNames keepingAll() {
        return new ColumnNames(idColumn, skillsColumn, textColumn, roleColumn, encoding, true);
    }
}
