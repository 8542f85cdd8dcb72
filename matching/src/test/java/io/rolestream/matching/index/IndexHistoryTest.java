package io.rolestream.matching.index;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolestream.matching.profile.Profile;
import io.rolestream.matching.profile.ProfileFeatures;
import io.rolestream.matching.vectors.VectorPrecision;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** What a search returns depends on the profiles in the index, not on how they came there. */
class IndexHistoryTest {
    private static final int DIMENSIONS = 4;

    @Property(tries = 40)
    void shouldEqualAFreshIndexAfterAnyChanges(@ForAll long seed) {
        Random random = new Random(seed);
        Map<String, Profile> expected = new TreeMap<>();
        try (LuceneMatchIndex changed = LuceneMatchIndex.inMemory(settings(1000));
                LuceneMatchIndex fresh = LuceneMatchIndex.inMemory(settings(1000))) {
            for (int i = random.nextInt(150); i >= 0; i--) {
                change(changed, expected, random);
            }
            changed.refresh();
            List<Profile> shuffled = new ArrayList<>(expected.values());
            Collections.shuffle(shuffled, random);
            shuffled.forEach(fresh::put);
            fresh.refresh();

            assertEqual(changed, fresh, expected, random);
        }
    }

    /** A limit of 20 has vectors of both kinds in the index, and those of the graph compared exactly again below it. */
    @Property(tries = 40)
    void shouldCompareVectorsOfTheGraphLikeOthersBelowTheLimit(@ForAll long seed) {
        Random random = new Random(seed);
        Map<String, Profile> expected = new TreeMap<>();
        try (LuceneMatchIndex changed = LuceneMatchIndex.inMemory(settings(20));
                LuceneMatchIndex fresh = LuceneMatchIndex.inMemory(settings(1000))) {
            for (int i = 0; i < 40; i++) {
                Profile profile = IndexedProfiles.random("id-" + i, random, DIMENSIONS);
                changed.put(profile);
                expected.put(profile.id(), profile);
                if (random.nextInt(5) == 0) {
                    changed.refresh();
                }
            }
            changed.refresh();
            changed.refresh();
            while (expected.size() > 20) {
                String id = "id-" + random.nextInt(40);
                changed.remove(id);
                expected.remove(id);
            }
            changed.refresh();
            expected.values().forEach(fresh::put);
            fresh.refresh();

            assertEqual(changed, fresh, expected, random);
        }
    }

    private static void change(LuceneMatchIndex index, Map<String, Profile> expected, Random random) {
        String id = "id-" + random.nextInt(40);
        switch (random.nextInt(6)) {
            case 0 -> index.refresh();
            case 1, 2 -> {
                index.remove(id);
                expected.remove(id);
            }
            default -> {
                Profile profile = IndexedProfiles.random(id, random, DIMENSIONS);
                index.put(profile);
                expected.put(id, profile);
            }
        }
    }

    private static void assertEqual(
            MatchIndex changed, MatchIndex fresh, Map<String, Profile> expected, Random random) {
        assertThat(changed.size()).isEqualTo(expected.size());
        assertThat(changed.ids()).containsExactlyInAnyOrderElementsOf(expected.keySet());
        for (Profile profile : expected.values()) {
            assertThat(Objects.requireNonNull(changed.get(profile.id())))
                    .usingRecursiveComparison()
                    .isEqualTo(profile);
        }
        for (int i = 0; i < 10; i++) {
            Profile query = IndexedProfiles.random("query", random, DIMENSIONS);
            int depth = 1 + random.nextInt(15);
            MatchFilter filter = new MatchFilter(
                    random.nextBoolean() ? Instant.ofEpochSecond(random.nextInt(100)) : null,
                    random.nextInt(3) == 0 ? "berlin" : null,
                    random.nextInt(5) == 0 ? Boolean.TRUE : null);
            assertThat(changed.search(query, depth, filter)).isEqualTo(fresh.search(query, depth, filter));
            assertFindsItsHits(changed, query, depth, filter);
        }
    }

    /** The features of all hits, and of nothing else, are those of the profiles. */
    private static void assertFindsItsHits(MatchIndex index, Profile query, int depth, MatchFilter filter) {
        MatchIndex.Found found = index.find(query, depth, filter);
        assertThat(found.hits()).isEqualTo(index.search(query, depth, filter));
        Map<String, ProfileFeatures> expected = new TreeMap<>();
        Stream.concat(found.hits().bm25().stream(), found.hits().dense().stream())
                .forEach(hit -> expected.put(
                        hit.id(), Objects.requireNonNull(index.get(hit.id())).features()));
        assertThat(new TreeMap<>(found.features())).usingRecursiveComparison().isEqualTo(expected);
    }

    private static IndexSettings settings(int exactVectors) {
        return IndexSettings.defaults().withVectors(exactVectors, VectorPrecision.FP32);
    }
}
