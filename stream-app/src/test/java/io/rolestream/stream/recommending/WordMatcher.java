package io.rolestream.stream.recommending;

import io.rolestream.common.files.FileException;
import io.rolestream.matching.Matcher;
import io.rolestream.matching.MatcherVersions;
import io.rolestream.matching.index.Hit;
import io.rolestream.matching.index.Hits;
import io.rolestream.matching.index.IndexSettings;
import io.rolestream.matching.index.LuceneMatchIndex;
import io.rolestream.matching.index.MatchFilter;
import io.rolestream.matching.index.MatchIndex;
import io.rolestream.matching.profile.Candidate;
import io.rolestream.matching.profile.GeneratedDescription;
import io.rolestream.matching.profile.Posting;
import io.rolestream.matching.profile.Profile;
import io.rolestream.matching.profile.ProfiledDescription;
import io.rolestream.matching.profile.Profiler;
import io.rolestream.matching.profile.RoleBelief;
import io.rolestream.matching.profile.Side;
import io.rolestream.matching.ranking.DescribedList;
import io.rolestream.matching.ranking.MatchOrigin;
import io.rolestream.matching.ranking.MatchWay;
import io.rolestream.matching.ranking.RankedMatch;
import io.rolestream.matching.ranking.ScorePart;
import io.rolestream.rules.role.Taxonomy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The simplest matcher whose lists can be told by hand: a match scores the number of skills that both sides name, and a
 * half more for the same role; what shares neither is no match. A skill that a generated description names counts a
 * quarter.
 */
public class WordMatcher implements Matcher {
    /** A text that it fails on. */
    public static final String POISON = "poison";

    private final String version;
    private final Taxonomy taxonomy = Taxonomy.standard();

    public WordMatcher(String version) {
        this.version = version;
    }

    @Override
    public MatcherVersions versions() {
        return new MatcherVersions("words@" + version, null, null);
    }

    @Override
    public Taxonomy taxonomy() {
        return taxonomy;
    }

    @Override
    public CompletableFuture<Profile> profile(Candidate candidate, RoleBelief roles) {
        return profile(Side.RESUME, candidate.resumeId(), "", candidate.skills(), candidate.text(), roles, null);
    }

    @Override
    public CompletableFuture<Profile> profile(Posting posting, RoleBelief roles) {
        return profile(
                Side.JOB,
                posting.jobId(),
                posting.title(),
                posting.skills(),
                posting.description(),
                roles,
                posting.openUntil());
    }

    @Override
    public CompletableFuture<ProfiledDescription> profile(GeneratedDescription description) {
        return profile(Side.JOB, "description", "", description.text(), null, RoleBelief.unknown(), null)
                .thenApply(profile -> new ProfiledDescription(description, profile));
    }

    private static CompletableFuture<Profile> profile(
            Side side,
            String id,
            String title,
            @Nullable String skills,
            @Nullable String body,
            RoleBelief roles,
            java.time.@Nullable Instant openUntil) {
        String written = skills == null ? String.valueOf(body) : skills;
        if (written.contains(POISON)) {
            return CompletableFuture.failedFuture(new IllegalArgumentException("poison"));
        }
        String hash = side == Side.RESUME
                ? Profiler.contentHash(new Candidate(id, skills, body, null)) // which descriptions name
                : "%08x%08x%08x%08x"
                        .formatted(
                                written.hashCode(), title.hashCode(), openUntil == null ? 0 : openUntil.hashCode(), 0);
        return CompletableFuture.completedFuture(new Profile(
                side, id, hash, title, written, "", words(written), roles, null, null, null, openUntil, null));
    }

    private static List<String> words(String text) {
        return Arrays.stream(text.split("[,\\s]+"))
                .filter(word -> !word.isEmpty())
                .distinct()
                .toList();
    }

    @Override
    public MatchIndex newIndex() {
        return new Index();
    }

    @Override
    public MatchIndex.OnDisk openIndex(Path directory) throws FileException {
        return new StoredIndex(LuceneMatchIndex.open(directory, IndexSettings.defaults(), version));
    }

    @Override
    public List<RankedMatch> rank(Profile query, MatchIndex index, MatchFilter filter, int top) {
        List<RankedMatch> matches = new ArrayList<>();
        for (Hit hit : hits(query, index, filter)) {
            matches.add(match(query, hit, index, null));
        }
        return matches.subList(0, Math.min(top, matches.size()));
    }

    private static List<Hit> hits(Profile query, MatchIndex index, MatchFilter filter) {
        return index.search(query, Integer.MAX_VALUE, filter).bm25();
    }

    private RankedMatch match(Profile query, Hit hit, MatchIndex index, @Nullable MatchOrigin origin) {
        Profile found = index.get(hit.id());
        Set<String> both = new LinkedHashSet<>(query.skills());
        both.retainAll(Objects.requireNonNull(found).skills());
        List<String> missing = new ArrayList<>(query.side() == Side.RESUME ? found.skills() : query.skills());
        missing.removeAll(both);
        return new RankedMatch(
                hit.id(),
                hit.score(),
                found.roles().isKnown()
                        ? taxonomy.roles().get(found.roles().role()).name()
                        : null,
                List.of(new ScorePart("skills", hit.score(), hit.rank(), hit.score())),
                List.copyOf(both),
                missing,
                null,
                List.of(version + ": " + both),
                List.of(),
                origin);
    }

    @Override
    public DescribedList rank(
            Profile resume, ProfiledDescription description, MatchIndex index, MatchFilter filter, int top) {
        Map<String, Hit> own = new TreeMap<>();
        hits(resume, index, filter).forEach(hit -> own.put(hit.id(), hit));
        Map<String, Hit> brought = new TreeMap<>();
        hits(description.profile(), index, filter).forEach(hit -> brought.put(hit.id(), hit));
        Set<String> ids = new LinkedHashSet<>(own.keySet());
        ids.addAll(brought.keySet());
        List<RankedMatch> matches = new ArrayList<>();
        for (String id : ids) {
            Hit first = own.getOrDefault(id, new Hit(id, 0, 0));
            Hit second = brought.getOrDefault(id, new Hit(id, 0, 0));
            MatchWay way =
                    second.rank() == 0 ? MatchWay.RESUME : first.rank() == 0 ? MatchWay.DESCRIPTION : MatchWay.BOTH;
            matches.add(match(
                    resume,
                    new Hit(id, first.score() + second.score() / 4, 0),
                    index,
                    new MatchOrigin(way, first.rank(), second.rank())));
        }
        matches.sort(Comparator.comparingDouble(RankedMatch::score).reversed().thenComparing(RankedMatch::id));
        return new DescribedList(matches.subList(0, Math.min(top, matches.size())), true, null);
    }

    @Override
    public void close() {}

    /** Searches as the other does; another index keeps what it holds. */
    private static final class StoredIndex implements MatchIndex.OnDisk {
        private final MatchIndex.OnDisk stored;
        private MatchIndex searched = new Index();

        StoredIndex(MatchIndex.OnDisk stored) {
            this.stored = stored;
            stored.ids().forEach(id -> searched.put(Objects.requireNonNull(stored.get(id))));
            searched.refresh();
        }

        @Override
        public void put(Profile profile) {
            stored.put(profile);
            searched.put(profile);
        }

        @Override
        public void remove(String id) {
            stored.remove(id);
            searched.remove(id);
        }

        @Override
        public void refresh() {
            stored.refresh();
            searched.refresh();
        }

        @Override
        public int size() {
            return stored.size();
        }

        @Override
        public @Nullable Profile get(String id) {
            return stored.get(id);
        }

        @Override
        public List<String> ids() {
            return stored.ids();
        }

        @Override
        public Hits search(Profile query, int depth, MatchFilter filter) {
            return searched.search(query, depth, filter);
        }

        @Override
        public void commit(Map<String, String> data) {
            stored.commit(data);
        }

        @Override
        public Map<String, String> committed() {
            return stored.committed();
        }

        @Override
        public void clear() {
            stored.clear();
            searched = new Index();
        }

        @Override
        public void purge() {
            stored.purge();
        }

        @Override
        public void close() {
            stored.close();
        }
    }

    /** Everything, compared one by one. */
    private static final class Index implements MatchIndex {
        private final Map<String, Profile> put = new TreeMap<>();
        private volatile Map<String, Profile> seen = Map.of();

        @Override
        public void put(Profile profile) {
            put.put(profile.id(), profile);
        }

        @Override
        public void remove(String id) {
            put.remove(id);
        }

        @Override
        public void refresh() {
            seen = new TreeMap<>(put);
        }

        @Override
        public int size() {
            return seen.size();
        }

        @Override
        public @Nullable Profile get(String id) {
            return seen.get(id);
        }

        @Override
        public List<String> ids() {
            return List.copyOf(seen.keySet());
        }

        @Override
        public Hits search(Profile query, int depth, MatchFilter filter) {
            List<Hit> hits = new ArrayList<>();
            for (Profile profile : seen.values()) {
                if (filter.openAt() != null && !profile.isOpen(filter.openAt())) {
                    continue;
                }
                Set<String> both = new LinkedHashSet<>(query.skills());
                both.retainAll(profile.skills());
                boolean sameRole = query.roles().isKnown()
                        && profile.roles().isKnown()
                        && query.roles().role() == profile.roles().role();
                float score = both.size() + (sameRole ? 0.5f : 0);
                if (score > 0) {
                    hits.add(new Hit(profile.id(), score, 0));
                }
            }
            hits.sort(Comparator.comparingDouble(Hit::score).reversed().thenComparing(Hit::id));
            List<Hit> ranked = new ArrayList<>();
            for (int i = 0; i < Math.min(depth, hits.size()); i++) {
                ranked.add(new Hit(hits.get(i).id(), hits.get(i).score(), i + 1));
            }
            return new Hits(ranked, List.of());
        }

        @Override
        public void close() {}
    }
}
