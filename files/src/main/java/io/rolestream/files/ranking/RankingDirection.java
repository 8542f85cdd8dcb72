package io.rolestream.files.ranking;

import io.rolestream.matching.profile.Side;
import java.util.Locale;

/** What is ranked for what. */
public enum RankingDirection {
    JOBS("Jobs for resumes", Side.RESUME),
    RESUMES("Resumes for jobs", Side.JOB);

    private final String title;
    private final Side queries;

    RankingDirection(String title, Side queries) {
        this.title = title;
        this.queries = queries;
    }

    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    String title() {
        return title;
    }

    /** The side that asks. */
    Side queries() {
        return queries;
    }
}
