package io.rolestream.files.read;

import io.rolestream.files.read.ResumeRow.Place;

/**
 * How relevant a job is for a resume, in a file.
 *
 * @param grade 1 and more is relevant
 */
public record GradeRow(Place place, String resumeId, String jobId, int grade) implements Row {
    @Override
    public String id() {
        return resumeId;
    }

    @Override
    public long rowNumber() {
        return place.rowNumber();
    }

    @Override
    public long line() {
        return place.line();
    }
}
