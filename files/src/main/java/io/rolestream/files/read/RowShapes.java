package io.rolestream.files.read;

import io.rolestream.events.FeedbackAction;
import io.rolestream.events.MatchDirection;
import io.rolestream.events.Selection;
import io.rolestream.files.columns.Field;
import io.rolestream.files.columns.Layout;
import io.rolestream.files.read.ResumeRow.Place;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Makes rows of the values in a {@link RowDraft}. */
final class RowShapes {

    private final RowDraft draft;
    private final ContentId contentId = new ContentId();

    RowShapes(RowDraft draft) {
        this.draft = draft;
    }

    /** The row; null if it lacks a value, which the draft is told. */
    @Nullable
    Row row(Layout layout) {
        return switch (layout) {
            case RESUMES, SKILLS -> resume();
            case ANSWERS -> answer();
            case JOBS -> job();
            case FEEDBACK -> feedback();
            case GRADES -> grade();
        };
    }

    /** The row's own id; null if it has none. */
    @Nullable
    String id(Layout layout) {
        return draft.text(
                switch (layout) {
                    case RESUMES, SKILLS, ANSWERS -> Field.ID;
                    case JOBS -> Field.JOB_ID;
                    case FEEDBACK, GRADES -> Field.FEEDBACK_RESUME;
                });
    }

    private Row resume() {
        String id = draft.text(Field.ID);
        String skills = draft.text(Field.SKILLS);
        String text = draft.text(Field.TEXT);
        return new ResumeRow(
                place(),
                id == null ? contentId.of(skills, text) : id,
                skills,
                text,
                draft.value(Field.YEARS, Float.class),
                draft.companies(),
                draft.value(Field.SUBMITTED_AT, Instant.class),
                draft.text(Field.SOURCE),
                draft.text(Field.ROLE),
                draft.columns());
    }

    private @Nullable Row answer() {
        String id = draft.text(Field.ID);
        String role = draft.text(Field.ROLE);
        if (id == null || role == null) {
            return missing(id == null ? Field.ID : Field.ROLE);
        }
        Selection selection = draft.value(Field.SELECTION, Selection.class);
        return new AnswerRow(
                draft.rowNumber(),
                draft.line(),
                id,
                role,
                draft.text(Field.REVIEWER),
                draft.text(Field.NOTE),
                Objects.requireNonNullElse(selection, Selection.UNKNOWN));
    }

    private Row job() {
        String id = draft.text(Field.JOB_ID);
        String title = draft.text(Field.TITLE);
        String skills = draft.text(Field.JOB_SKILLS);
        String description = draft.text(Field.DESCRIPTION);
        String location = draft.text(Field.LOCATION);
        return new JobRow(
                place(),
                id == null ? contentId.ofJob(title, skills, description, location) : id,
                Objects.requireNonNullElse(title, ""),
                skills,
                description,
                location,
                draft.value(Field.REMOTE, Boolean.class),
                draft.text(Field.SENIORITY),
                draft.value(Field.OPEN_UNTIL, Instant.class),
                draft.value(Field.POSTED_AT, Instant.class),
                draft.text(Field.SOURCE),
                draft.text(Field.ROLE));
    }

    private @Nullable Row feedback() {
        String resumeId = draft.text(Field.FEEDBACK_RESUME);
        String jobId = draft.text(Field.FEEDBACK_JOB);
        FeedbackAction action = draft.value(Field.ACTION, FeedbackAction.class);
        if (resumeId == null || jobId == null || action == null) {
            return missing(
                    resumeId == null ? Field.FEEDBACK_RESUME : jobId == null ? Field.FEEDBACK_JOB : Field.ACTION);
        }
        MatchDirection direction = draft.value(Field.DIRECTION, MatchDirection.class);
        Integer revision = draft.value(Field.REVISION, Integer.class);
        return new FeedbackRow(
                place(),
                resumeId,
                jobId,
                action,
                Objects.requireNonNullElse(direction, MatchDirection.UNKNOWN),
                draft.value(Field.POSITION, Integer.class),
                Objects.requireNonNullElse(revision, 0),
                draft.value(Field.HAPPENED_AT, Instant.class),
                draft.text(Field.SOURCE));
    }

    private @Nullable Row grade() {
        String resumeId = draft.text(Field.FEEDBACK_RESUME);
        String jobId = draft.text(Field.FEEDBACK_JOB);
        Integer grade = draft.value(Field.GRADE, Integer.class);
        if (resumeId == null || jobId == null || grade == null) {
            return missing(resumeId == null ? Field.FEEDBACK_RESUME : jobId == null ? Field.FEEDBACK_JOB : Field.GRADE);
        }
        return new GradeRow(place(), resumeId, jobId, grade);
    }

    private @Nullable Row missing(Field field) {
        draft.problem(field.label() + " is missing");
        return null;
    }

    private Place place() {
        return new Place(draft.rowNumber(), draft.line());
    }
}
