package io.rolestream.files.recommend;

import java.util.Locale;

/** Which side gets recommendations of the other. */
public enum Direction {
    /** Jobs for each resume. */
    JOBS,
    /** Resumes for each job. */
    RESUMES;

    /** The name on the command line. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
