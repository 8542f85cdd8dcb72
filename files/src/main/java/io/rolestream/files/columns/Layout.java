package io.rolestream.files.columns;

import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The columns that a kind of file can have. */
public enum Layout {
    RESUMES(EnumSet.of(
            Field.ID, Field.SKILLS, Field.TEXT, Field.YEARS, Field.COMPANIES, Field.SUBMITTED_AT, Field.SOURCE)),

    ANSWERS(EnumSet.of(Field.ID, Field.ROLE, Field.REVIEWER, Field.NOTE, Field.SELECTION));

    @SuppressWarnings("ImmutableEnumChecker") // never changed
    private final Set<Field> fields;

    Layout(Set<Field> fields) {
        this.fields = fields;
    }

    boolean has(Field field) {
        return fields.contains(field);
    }

    /** The columns still missing for a usable file, or null. */
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
