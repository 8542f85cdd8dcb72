package io.rolestream.stream.testing;

import io.rolestream.events.Resume;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Resumes to test with, and what the default rules say of them. */
public final class Resumes {
    /** Skills that the default rules take for {@link #DATA_ENGINEER}. */
    public static final String DATA_SKILLS = "Apache Spark, Airflow, ETL pipelines, Hadoop";

    public static final String DATA_ENGINEER = "Data Engineer";

    /** Skills that the default rules know nothing of. */
    public static final String UNKNOWN_SKILLS = "gardening, beekeeping";

    public static final Instant SUBMITTED = Instant.parse("2025-12-31T12:00:00Z");

    private Resumes() {}

    public static Resume.Builder resume(String resumeId) {
        return Resume.newBuilder().setResumeId(resumeId).setSubmittedAt(SUBMITTED);
    }

    public static Resume withSkills(String resumeId, String skills) {
        return resume(resumeId).setSkills(skills).build();
    }

    /** Resumes r{from} to r{to - 1}, all with the skills of a data engineer. */
    public static List<Resume> numbered(int from, int to) {
        List<Resume> resumes = new ArrayList<>();
        for (int i = from; i < to; i++) {
            resumes.add(withSkills("r" + i, DATA_SKILLS + ", project " + i));
        }
        return resumes;
    }
}
