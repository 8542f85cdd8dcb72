package io.rolestream.files.columns;

import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a file is about, and so which columns are looked for in it. */
public enum Layout {
    /** Rows become resumes. */
    RESUMES(EnumSet.of(
            Field.ID, Field.SKILLS, Field.TEXT, Field.YEARS, Field.COMPANIES, Field.SUBMITTED_AT, Field.SOURCE)),

    /** Rows become answers. */
    ANSWERS(EnumSet.of(Field.ID, Field.ROLE, Field.REVIEWER, Field.NOTE, Field.SELECTION));

    @SuppressWarnings("ImmutableEnumChecker") // never changed
    private final Set<Field> fields;

    Layout(Set<Field> fields) {
        this.fields = fields;
    }

    /** Whether such files can have this field. */
    boolean has(Field field) {
        return fields.contains(field);
    }

    /** Which columns a file must still have, given those that were found, or null if it has enough. */
    @Nullable
    public String lacking(Set<Field> found) {
        if (this == RESUMES) {
            return found.contains(Field.SKILLS) || found.contains(Field.TEXT) ? null : "skills or text";
        }
        if (!found.contains(Field.ID)) {
            return Field.ID.label();
        }
        return found.contains(Field.ROLE) ? null : Field.ROLE.label();
    }
}
