package io.rolestream.matching.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.rolestream.matching.profile.Profile;
import io.rolestream.matching.terms.ProfileTerms;
import io.rolestream.matching.vectors.VectorMath;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.similarities.BM25Similarity;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A segment of more documents than a search by words sums at a time, and of vectors enough for several threads. */
@TestInstance(Lifecycle.PER_CLASS)
class LargeIndexTest {
    private static final int DOCUMENTS = 2 * WordSearch.WINDOW + 1000;
    private static final int DIMENSIONS = 16;
    private static final int DEPTH = 50;
    private static final float[] QUERY = near(1, new Random(-1));
    private static final IndexSettings SETTINGS = IndexSettings.defaults();
    private static final BM25Similarity BM25 =
            new BM25Similarity(SETTINGS.k1() * IndexFields.FREQUENCY_SCALE, SETTINGS.b());

    private final ByteBuffersDirectory directory = new ByteBuffersDirectory();
    private final List<Profile> jobs = new ArrayList<>();
    private DirectoryReader reader;
    private LiveSearcher searcher;

    @BeforeAll
    void fill() throws IOException {
        Random random = new Random(1);
        try (IndexWriter writer = IndexStorage.writer(directory, SETTINGS, BM25)) {
            for (int i = 0; i < DOCUMENTS; i++) {
                Profile job = IndexedProfiles.random("job-" + i, random, 0).withVector(near(i % 100, random));
                writer.addDocument(IndexFields.document(job, IdTerm.of(job.id()), SETTINGS, false));
                jobs.add(job);
            }
            writer.forceMerge(1);
            writer.commit();
        }
        reader = DirectoryReader.open(directory);
        searcher = new Segments(BM25).newSearcher(reader, reader);
    }

    @AfterAll
    void close() throws IOException {
        reader.close();
        directory.close();
    }

    @Test
    void shouldFindByWordsWhatLuceneFinds() throws IOException {
        assertThat(reader.leaves()).hasSize(1);
        Profile query = IndexedProfiles.resume("kafka in the cloud", "java", "testing");
        BooleanQuery.Builder words = new BooleanQuery.Builder();
        ProfileTerms.query(query, SETTINGS.query())
                .forEach((word, weight) -> words.add(
                        new BoostQuery(new TermQuery(new Term(IndexFields.TERMS, word)), weight.floatValue()),
                        Occur.SHOULD));
        IndexSearcher lucene = new IndexSearcher(reader);
        lucene.setSimilarity(BM25);
        SegmentIds ids = new SegmentIds(reader.leaves().get(0).reader());
        Map<Integer, Float> inOrder = new TreeMap<>();
        for (ScoreDoc hit : lucene.search(words.build(), DOCUMENTS).scoreDocs) {
            inOrder.put(hit.doc, hit.score);
        }
        List<Hit> expected = new ArrayList<>();
        for (Map.Entry<Integer, Float> hit : inOrder.entrySet()) {
            expected.add(new Hit(ids.id(hit.getKey()), hit.getValue(), 0));
        }
        expected.sort(Comparator.comparing(Hit::score).reversed().thenComparing(Hit::id));

        List<Hit> hits = Retrieval.of(searcher, SETTINGS, query, expected.size() + 1, MatchFilter.none())
                .hits()
                .bm25();

        assertThat(hits).hasSameSizeAs(expected).hasSizeGreaterThan(WordSearch.WINDOW);
        for (int i = 0; i < hits.size(); i++) {
            assertThat(hits.get(i).score()).isCloseTo(expected.get(i).score(), within(1e-4f));
        }
        assertThat(hits)
                .extracting(Hit::id)
                .containsExactlyInAnyOrderElementsOf(
                        expected.stream().map(Hit::id).toList());
        assertThat(Retrieval.of(searcher, SETTINGS, query, DEPTH, MatchFilter.none())
                        .hits()
                        .bm25())
                .isEqualTo(hits.subList(0, DEPTH));
    }

    @Test
    void shouldFindTheNearestVectorsFromSeveralThreads() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<?>> searches = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                float[] vector = near(i, new Random(-i));
                searches.add(threads.submit(() -> {
                    Profile query = IndexedProfiles.resume("java").withVector(vector);
                    Hits hits = Retrieval.of(searcher, SETTINGS, query, DEPTH, MatchFilter.none())
                            .hits();
                    assertThat(hits.dense()).isEqualTo(nearest(vector));
                    return null;
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
    void shouldLetOtherThreadsTakeParts() throws IOException {
        List<Thread> threads = new ArrayList<>();
        try (VectorSearch search = search()) {
            search.start(3, work -> {
                Thread thread = new Thread(work);
                threads.add(thread);
                thread.start();
            });
            threads.forEach(LargeIndexTest::join);

            assertThat(threads).hasSize(3);
            assertThat(search.remaining()).isZero();
            assertThat(TopHits.hits(search.best())).isEqualTo(nearest(QUERY));
        }
    }

    @Test
    void shouldNotWaitForThreadsThatDoNotBegin() throws IOException {
        List<Runnable> later = new ArrayList<>();
        try (VectorSearch search = search()) {
            search.start(2, later::add);

            assertThat(TopHits.hits(search.best())).isEqualTo(nearest(QUERY));
        }

        assertThat(later).hasSize(2);
        later.forEach(Runnable::run); // does nothing: the search is closed
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void shouldSearchAloneWhereNoThreadCanBegin(Throwable refusal) throws IOException {
        try (VectorSearch search = search()) {
            search.start(2, work -> LargeIndexTest.<RuntimeException>fail(refusal));

            assertThat(TopHits.hits(search.best())).isEqualTo(nearest(QUERY));
        }
    }

    static Stream<Throwable> refusals() {
        return Stream.of(new RejectedExecutionException(), new OutOfMemoryError("unable to create native thread"));
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void fail(Throwable failure) throws T {
        throw (T) failure;
    }

    private VectorSearch search() throws IOException {
        return new VectorSearch(searcher, new Accepted(searcher, MatchFilter.none()), QUERY, DEPTH, true);
    }

    private static void join(Thread thread) {
        try {
            thread.join(60_000);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** One of many vectors that are so near each other that only exact scores order them. */
    private static float[] near(int seed, Random random) {
        float[] vector = new float[DIMENSIONS];
        Random shared = new Random(seed);
        double squares = 0;
        for (int i = 0; i < DIMENSIONS; i++) {
            vector[i] = (float) (shared.nextGaussian() + 1e-4 * random.nextGaussian());
            squares += vector[i] * vector[i];
        }
        for (int i = 0; i < DIMENSIONS; i++) {
            vector[i] /= (float) Math.sqrt(squares);
        }
        return vector;
    }

    private List<Hit> nearest(float[] query) {
        List<Hit> all = new ArrayList<>();
        jobs.forEach(job -> {
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
