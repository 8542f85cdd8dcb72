package io.rolestream.matching.index;

import io.rolestream.matching.profile.Profile;
import io.rolestream.matching.profile.ProfileFeatures;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An index of the profiles of one side. One thread changes it; any number of threads search it, and see the changes up
 * to the last {@link #refresh}.
 */
public interface MatchIndex extends AutoCloseable {
    /** Adds a profile, or replaces the one with the same id. */
    void put(Profile profile);

    /** Removes a profile, if it is there. */
    void remove(String id);

    /** Makes all changes visible to searches. */
    void refresh();

    /** The number of profiles that searches see. */
    int size();

    /** A profile that searches see, or null. */
    @Nullable
    Profile get(String id);

    /** The ids of all profiles that searches see, in no order. */
    List<String> ids();

    /**
     * Retrieves candidates for a profile of the other side.
     *
     * @param depth how many candidates each way may retrieve, at least 1
     */
    Hits search(Profile query, int depth, MatchFilter filter);

    /**
     * What was retrieved, and what it is scored by.
     *
     * @param features of all hits, by id
     */
    record Found(Hits hits, Map<String, ProfileFeatures> features) {}

    /**
     * As {@link #search}, with what the candidates are scored by.
     *
     * @param depth how many candidates each way may retrieve, at least 1
     */
    default Found find(Profile query, int depth, MatchFilter filter) {
        Hits hits = search(query, depth, filter);
        Map<String, ProfileFeatures> features = new HashMap<>();
        Stream.concat(hits.bm25().stream(), hits.dense().stream()).forEach(hit -> {
            Profile profile = get(hit.id());
            if (profile != null) {
                features.put(hit.id(), profile.features());
            }
        });
        return new Found(hits, features);
    }

    @Override
    void close();

    /**
     * An index whose changes outlive the process once they are committed. Methods throw
     * {@link java.io.UncheckedIOException} with a message for people if the disk fails.
     */
    interface OnDisk extends MatchIndex {
        /**
         * Makes all changes durable, those that are not visible yet included.
         *
         * @param data of the caller, such as the offsets up to which the index holds the sources
         */
        void commit(Map<String, String> data);

        /** The data of the last commit; empty if there is none. */
        Map<String, String> committed();

        /** Removes everything; not durable before the next commit. */
        void clear();

        /**
         * Begins, in the background, to rewrite the files that hold removed profiles. Their texts have left the disk
         * once that is done and committed.
         */
        void purge();

        /** Drops what is not committed, and closes the files. */
        @Override
        void close();
    }
}
