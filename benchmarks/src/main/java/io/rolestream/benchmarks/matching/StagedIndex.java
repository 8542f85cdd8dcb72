package io.rolestream.benchmarks.matching;

import io.rolestream.matching.index.Hits;
import io.rolestream.matching.index.MatchFilter;
import io.rolestream.matching.index.MatchIndex;
import io.rolestream.matching.profile.Profile;
import io.rolestream.matching.profile.ProfileFeatures;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An index whose parts of a search are timed: words and vectors one after the other, each with what candidates are
 * scored by, and the profiles of results. For one thread.
 */
final class StagedIndex implements MatchIndex {
    private final MatchIndex index;
    private long words;
    private long vectors;
    private long profiles;

    StagedIndex(MatchIndex index) {
        this.index = index;
    }

    /** Processor time of the process so far, in nanoseconds: other threads help to compare vectors. */
    long words() {
        return words;
    }

    long vectors() {
        return vectors;
    }

    long profiles() {
        return profiles;
    }

    @Override
    public Found find(Profile query, int depth, MatchFilter filter) {
        long start = ProcessFigures.processorTime();
        Found byWords = index.find(part(query, true, false), depth, filter);
        long between = ProcessFigures.processorTime();
        Found byVector = index.find(part(query, false, true), depth, filter);
        Map<String, ProfileFeatures> features = new HashMap<>(byWords.features());
        features.putAll(byVector.features());
        words += between - start;
        vectors += ProcessFigures.processorTime() - between;
        return new Found(new Hits(byWords.hits().bm25(), byVector.hits().dense()), features);
    }

    /** A profile with its words alone, or its vector alone. */
    static Profile part(Profile profile, boolean words, boolean vectors) {
        return new Profile(
                profile.side(),
                profile.id(),
                profile.contentHash(),
                words ? profile.title() : "",
                words ? profile.skillsText() : "",
                words ? profile.body() : "",
                words ? profile.skills() : List.of(),
                profile.roles(),
                null,
                null,
                null,
                null,
                vectors ? profile.vector() : null);
    }

    @Override
    public @Nullable Profile get(String id) {
        long start = ProcessFigures.processorTime();
        Profile profile = index.get(id);
        profiles += ProcessFigures.processorTime() - start;
        return profile;
    }

    @Override
    public void put(Profile profile) {
        index.put(profile);
    }

    @Override
    public void remove(String id) {
        index.remove(id);
    }

    @Override
    public void refresh() {
        index.refresh();
    }

    @Override
    public int size() {
        return index.size();
    }

    @Override
    public List<String> ids() {
        return index.ids();
    }

    @Override
    public Hits search(Profile query, int depth, MatchFilter filter) {
        return index.search(query, depth, filter);
    }

    /** The index stays open: it is another's. */
    @Override
    public void close() {}
}
