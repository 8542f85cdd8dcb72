package io.rolestream.matching.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.rolestream.matching.profile.Profile;
import io.rolestream.matching.terms.ProfileTerms;
import io.rolestream.matching.vectors.VectorMath;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** More documents than a search by words sums at a time, and vectors enough that several threads compare them. */
@TestInstance(Lifecycle.PER_CLASS)
class LargeIndexTest {
    private static final int DIMENSIONS = 4;
    private static final int DEPTH = 50;

    private final LuceneMatchIndex index = LuceneMatchIndex.inMemory(IndexSettings.defaults());
    private final Map<String, Profile> profiles = new HashMap<>();

    @BeforeAll
    void fill() {
        Random random = new Random(1);
        for (int i = 0; i < 2 * WordSearch.WINDOW; i++) {
            Profile job = IndexedProfiles.random("job-" + i, random, DIMENSIONS);
            index.put(job);
            profiles.put(job.id(), job);
        }
        index.refresh();
        for (int i = 0; i < 2 * WordSearch.WINDOW; i += 3) {
            index.remove("job-" + i);
            profiles.remove("job-" + i);
        }
        index.refresh();
    }

    @AfterAll
    void close() {
        index.close();
    }

    /** The formula of BM25 in double precision, with the lengths of documents as they are: Lucene rounds them. */
    @Test
    void shouldScoreByBm25() {
        IndexSettings settings = IndexSettings.defaults();
        Map<String, Map<String, Double>> documents = new HashMap<>();
        Map<String, Integer> having = new HashMap<>();
        profiles.forEach((id, job) -> documents.put(id, ProfileTerms.frequencies(job, settings.document())));
        documents.values().forEach(terms -> terms.keySet().forEach(term -> having.merge(term, 1, Integer::sum)));
        double average = documents.values().stream()
                .mapToDouble(LargeIndexTest::length)
                .average()
                .orElseThrow();
        Profile query = IndexedProfiles.resume("kafka in the cloud", "java", "testing");
        Map<String, Double> words = ProfileTerms.query(query, settings.query());

        List<Hit> hits = index.search(query, DEPTH, MatchFilter.none()).bm25();

        assertThat(hits).hasSize(DEPTH);
        for (Hit hit : hits) {
            Map<String, Double> terms = Objects.requireNonNull(documents.get(hit.id()));
            double expected = 0;
            for (Map.Entry<String, Double> word : words.entrySet()) {
                double tf = terms.getOrDefault(word.getKey(), 0.0);
                double n = having.getOrDefault(word.getKey(), 0);
                double idf = Math.log(1 + (documents.size() - n + 0.5) / (n + 0.5));
                double norm = settings.k1() * (1 - settings.b() + settings.b() * length(terms) / average);
                expected += word.getValue() * idf * tf / (tf + norm);
            }
            assertThat((double) hit.score()).isCloseTo(expected, within(0.05 * expected));
        }
        assertThat(hits)
                .isSortedAccordingTo(Comparator.comparing(Hit::score).reversed().thenComparing(Hit::id));
    }

    private static double length(Map<String, Double> terms) {
        return terms.values().stream().mapToDouble(Double::doubleValue).sum();
    }

    @Test
    void shouldFindTheNearestVectorsOnSeveralThreads() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<?>> searches = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                float[] vector = IndexedProfiles.vector(new Random(i), DIMENSIONS);
                searches.add(threads.submit(() -> {
                    Profile query = IndexedProfiles.resume("java").withVector(vector);
                    assertThat(index.search(query, DEPTH, MatchFilter.none()).dense())
                            .isEqualTo(nearest(vector));
                }));
            }
            for (Future<?> search : searches) {
                search.get(60, TimeUnit.SECONDS);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void shouldSearchWhereNoOtherThreadIsFree() throws Exception {
        ForkJoinPool pool = ForkJoinPool.commonPool();
        CountDownLatch end = new CountDownLatch(1);
        for (int i = 0; i < pool.getParallelism(); i++) {
            pool.submit(() -> {
                end.await();
                return null;
            });
        }
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try {
            float[] vector = {1, 0, 0, 0};
            Profile query = IndexedProfiles.resume("java").withVector(vector);
            Future<Hits> search = thread.submit(() -> index.search(query, DEPTH, MatchFilter.none()));

            assertThat(search.get(60, TimeUnit.SECONDS).dense()).isEqualTo(nearest(vector));
        } finally {
            end.countDown();
            thread.shutdownNow();
        }
    }

    private List<Hit> nearest(float[] query) {
        List<Hit> all = new ArrayList<>();
        profiles.values().forEach(job -> {
            float[] vector = job.vector();
            if (vector != null) {
                all.add(new Hit(job.id(), VectorMath.dot(query, vector), 0));
            }
        });
        all.sort(Comparator.comparing(Hit::score).reversed().thenComparing(Hit::id));
        List<Hit> ranked = new ArrayList<>();
        for (Hit hit : all.subList(0, DEPTH)) {
            ranked.add(new Hit(hit.id(), hit.score(), ranked.size() + 1));
        }
        return ranked;
    }
}
