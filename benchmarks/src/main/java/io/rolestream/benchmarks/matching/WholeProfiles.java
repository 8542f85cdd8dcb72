package io.rolestream.benchmarks.matching;

import io.rolestream.matching.index.Hits;
import io.rolestream.matching.index.MatchFilter;
import io.rolestream.matching.index.MatchIndex;
import io.rolestream.matching.profile.Profile;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An index without features: of each candidate the whole profile is read, as {@link MatchIndex#find} does by default.
 */
record WholeProfiles(MatchIndex index) implements MatchIndex {
    @Override
    public Hits search(Profile query, int depth, MatchFilter filter) {
        return index.search(query, depth, filter);
    }

    @Override
    public @Nullable Profile get(String id) {
        return index.get(id);
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

    /** The index stays open: it is another's. */
    @Override
    public void close() {}
}
