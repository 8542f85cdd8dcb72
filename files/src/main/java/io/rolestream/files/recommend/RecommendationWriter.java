package io.rolestream.files.recommend;

import java.io.Closeable;
import java.io.IOException;

/** Writes recommendations in one format. */
sealed interface RecommendationWriter extends Closeable
        permits JsonRecommendations, CsvRecommendations, RecommendationPage {
    void write(Recommendations row) throws IOException;

    /** Passes on what was written. */
    void flush() throws IOException;
}
