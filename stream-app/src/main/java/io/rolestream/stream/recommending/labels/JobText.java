package io.rolestream.stream.recommending.labels;

import io.rolestream.schemas.job.ReadableJob;

/** The text of a job that rules and models judge. */
public final class JobText {
    private JobText() {}

    /** The title and the skills or, where there are none, the description. */
    public static String judged(ReadableJob job) {
        String text = job.skills() == null ? job.description() : job.skills();
        return job.title().isEmpty() ? String.valueOf(text) : job.title() + "\n" + text;
    }
}
