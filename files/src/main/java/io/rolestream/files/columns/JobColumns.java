package io.rolestream.files.columns;

import java.nio.charset.Charset;
import org.jspecify.annotations.Nullable;

/**
 * The columns of a file of jobs that the user named. For null, the usual names are tried ({@code jobId}, {@code title},
 * {@code skills}, {@code description} and others), ignoring case, {@code _}, {@code -} and spaces.
 *
 * @param roleColumn the right roles; for null, none are read
 * @param encoding how a file of text is encoded; for null, it is found out
 */
public record JobColumns(
        @Nullable String idColumn,
        @Nullable String titleColumn,
        @Nullable String skillsColumn,
        @Nullable String descriptionColumn,
        @Nullable String roleColumn,
        @Nullable Charset encoding) {

    public static final JobColumns AUTOMATIC = new JobColumns(null, null, null, null);

    /** @throws IllegalArgumentException if a name is blank, or given for two fields */
    public JobColumns {
        ColumnNames.requireDistinct(idColumn, titleColumn, skillsColumn, descriptionColumn, roleColumn);
    }

    /** In an encoding that has to be found out. */
    public JobColumns(
            @Nullable String idColumn,
            @Nullable String titleColumn,
            @Nullable String skillsColumn,
            @Nullable String descriptionColumn,
            @Nullable String roleColumn) {
        this(idColumn, titleColumn, skillsColumn, descriptionColumn, roleColumn, null);
    }

    /** Without right roles. */
    public JobColumns(
            @Nullable String idColumn,
            @Nullable String titleColumn,
            @Nullable String skillsColumn,
            @Nullable String descriptionColumn) {
        this(idColumn, titleColumn, skillsColumn, descriptionColumn, null);
    }
}
