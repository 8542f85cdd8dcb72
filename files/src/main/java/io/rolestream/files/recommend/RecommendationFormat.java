package io.rolestream.files.recommend;

import java.util.Locale;

/** How recommendations are written. */
public enum RecommendationFormat {
    /** One object on each line, for each resume or job. */
    JSONL,
    /** RFC 4180, with a header and a line for each recommendation. */
    CSV,
    /** One page, which opens without a network. */
    HTML;

    /** The name on the command line. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
