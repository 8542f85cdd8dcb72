package io.rolestream.files.columns;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The columns that a kind of file can have. */
public enum Layout {
    RESUMES(
            EnumSet.of(
                    Field.ID, Field.SKILLS, Field.TEXT, Field.YEARS, Field.COMPANIES, Field.SUBMITTED_AT, Field.SOURCE),
            "; name one with --skills-column or --text-column",
            EnumSet.of(Field.SKILLS, Field.TEXT)),

    /** Resumes of which nothing else is read. */
    SKILLS(EnumSet.of(Field.SKILLS), "; name it with --skills-column", EnumSet.of(Field.SKILLS)),

    ANSWERS(
            EnumSet.of(Field.ID, Field.ROLE, Field.REVIEWER, Field.NOTE, Field.SELECTION),
            "",
            EnumSet.of(Field.ID),
            EnumSet.of(Field.ROLE)),

    JOBS(
            EnumSet.of(
                    Field.JOB_ID,
                    Field.TITLE,
                    Field.JOB_SKILLS,
                    Field.DESCRIPTION,
                    Field.LOCATION,
                    Field.REMOTE,
                    Field.SENIORITY,
                    Field.OPEN_UNTIL,
                    Field.POSTED_AT,
                    Field.SOURCE),
            "; rename one of the columns, or name it where the command has an option for it",
            EnumSet.of(Field.JOB_SKILLS, Field.DESCRIPTION)),

    /** Graded pairs. */
    GRADES(
            EnumSet.of(Field.FEEDBACK_RESUME, Field.FEEDBACK_JOB, Field.GRADE),
            "; rename the column",
            EnumSet.of(Field.FEEDBACK_RESUME),
            EnumSet.of(Field.FEEDBACK_JOB),
            EnumSet.of(Field.GRADE)),

    FEEDBACK(
            EnumSet.of(
                    Field.FEEDBACK_RESUME,
                    Field.FEEDBACK_JOB,
                    Field.ACTION,
                    Field.DIRECTION,
                    Field.POSITION,
                    Field.REVISION,
                    Field.HAPPENED_AT,
                    Field.SOURCE),
            "; rename the column",
            EnumSet.of(Field.FEEDBACK_RESUME),
            EnumSet.of(Field.FEEDBACK_JOB),
            EnumSet.of(Field.ACTION));

    @SuppressWarnings("ImmutableEnumChecker") // never changed
    private final Set<Field> fields;

    private final String advice;

    @SuppressWarnings("ImmutableEnumChecker") // never changed
    private final Set<Field>[] needed;

    /** @param needed sets of which each must have a column for one of its fields */
    @SafeVarargs
    Layout(Set<Field> fields, String advice, Set<Field>... needed) {
        this.fields = fields;
        this.advice = advice;
        this.needed = needed;
    }

    boolean has(Field field) {
        return fields.contains(field);
    }

    /** What to do about a column that is missing, to be put after a message. */
    String advice() {
        return advice;
    }

    /** The columns still missing for a usable file, or null. */
    @Nullable
    public String lacking(Set<Field> found) {
        Optional<Set<Field>> lacking = Arrays.stream(needed)
                .filter(choice -> choice.stream().noneMatch(found::contains))
                .findFirst();
        return lacking.map(choice ->
                        String.join(" or ", choice.stream().map(Field::label).toList()))
                .orElse(null);
    }
}
