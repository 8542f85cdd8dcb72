package io.rolestream.matching.index;

import static io.rolestream.matching.index.IndexedProfiles.at;
import static io.rolestream.matching.index.IndexedProfiles.job;
import static io.rolestream.matching.index.IndexedProfiles.resume;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolestream.matching.profile.Profile;
import io.rolestream.matching.profile.RoleBelief;
import io.rolestream.matching.profile.Side;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LuceneMatchIndexTest {
    private static final Instant NOON = Instant.parse("2024-05-01T12:00:00.000000001Z");

    private final LuceneMatchIndex index = LuceneMatchIndex.inMemory(IndexSettings.defaults());

    @AfterEach
    void close() {
        index.close();
    }

    @Test
    void shouldRankByWordsOfSkillsAndTitle() {
        put(
                job("sales", "Sales manager", "Sells things to customers and manages a team", "salesforce"),
                job("java", "Java developer", "Builds services", "java", "kafka"),
                job("js", "Frontend developer", "Builds pages", "javascript"));

        assertThat(words(resume("I manage things for customers of a team", "java", "kafka")))
                .startsWith("java");
    }

    @Test
    void shouldFindSkillsOfSeveralWordsWhole() {
        put(job("ml", "", "", "machine learning"), job("parts", "", "learning to operate a machine", "operations"));

        assertThat(words(resume("", "machine learning"))).startsWith("ml");
    }

    @Test
    void shouldRankByCosine() {
        put(
                job("near", "", "").withVector(new float[] {0.8f, 0.6f}),
                job("far", "", "").withVector(new float[] {0, 1}),
                job("none", "", ""));

        Hits hits = index.search(resume("").withVector(new float[] {1, 0}), 10, MatchFilter.none());

        assertThat(hits.dense()).containsExactly(new Hit("near", 0.8f, 1), new Hit("far", 0, 2));
        assertThat(hits.bm25()).isEmpty();
    }

    @Test
    void shouldOrderEqualScoresById() {
        for (String id : List.of("c", "a", "e", "b", "d")) {
            index.put(job(id, "Java", "").withVector(new float[] {1, 0}));
            index.refresh(); // a segment each
        }

        Hits hits = index.search(resume("", "java").withVector(new float[] {1, 0}), 3, MatchFilter.none());

        assertThat(hits.bm25()).extracting(Hit::id).containsExactly("a", "b", "c");
        assertThat(hits.bm25()).extracting(Hit::rank).containsExactly(1, 2, 3);
        assertThat(hits.dense()).extracting(Hit::id).containsExactly("a", "b", "c");
    }

    @Test
    void shouldSeeChangesWithTheNextRefreshOnly() {
        put(job("a", "Java", ""));
        index.put(job("b", "Java", ""));
        index.remove("a");

        assertThat(index.ids()).containsExactly("a");
        assertThat(index.get("b")).isNull();

        index.refresh();

        assertThat(index.ids()).containsExactly("b");
        assertThat(index.size()).isEqualTo(1);
        assertThat(words(resume("", "java"))).containsExactly("b");
        assertThat(index.get("a")).isNull();
    }

    @Test
    void shouldReplaceProfilesById() {
        put(job("a", "Java", ""));
        put(job("a", "Python", ""));

        assertThat(index.size()).isEqualTo(1);
        assertThat(words(resume("", "java"))).isEmpty();
        assertThat(words(resume("", "python"))).containsExactly("a");
    }

    @Test
    void shouldReturnWholeProfiles() {
        Profile whole = new Profile(
                Side.JOB,
                "job \uD83D\uDE42 \u0000 \uD800",
                "00ff",
                "Title",
                "a, b",
                "Body \uDC00",
                List.of("a b", "c++"),
                new RoleBelief(new float[] {0.25f, 0.75f}),
                "Köln",
                false,
                "senior",
                NOON,
                new float[] {0.6f, 0.8f});
        put(whole, job("empty", "", ""));

        assertThat(index.get(whole.id())).usingRecursiveComparison().isEqualTo(whole);
        assertThat(index.get("empty")).usingRecursiveComparison().isEqualTo(job("empty", "", ""));
        assertThat(index.find(whole, 10, MatchFilter.none()).features().get(whole.id()))
                .usingRecursiveComparison()
                .isEqualTo(whole.features());
    }

    @Test
    void shouldTellApartIdsThatLuceneCouldNotHold() {
        String huge = "x".repeat(20_000);
        put(
                job("\uD800", "Java", ""),
                job("\uDC00", "Java", ""),
                job("\uFFFD", "Java", ""),
                job("", "Java", ""),
                job(huge, "Java", ""),
                job(huge + "y", "Java", ""),
                job("job\n\u0000", "Java", ""));

        assertThat(index.ids())
                .containsExactlyInAnyOrder("\uD800", "\uDC00", "\uFFFD", "", huge, huge + "y", "job\n\u0000");
        assertThat(words(resume("", "java"))).hasSize(7).isSorted();
        index.remove("\uD800");
        index.remove(huge);
        index.refresh();
        assertThat(index.ids()).containsExactlyInAnyOrder("\uDC00", "\uFFFD", "", huge + "y", "job\n\u0000");
        assertThat(Objects.requireNonNull(index.get(huge + "y")).id()).isEqualTo(huge + "y");
    }

    @Test
    void shouldRetrieveOpenJobsOnly() {
        put(
                at(job("open", "Java", ""), null, null, null),
                at(job("later", "Java", ""), null, null, NOON.plusNanos(1)),
                at(job("now", "Java", ""), null, null, NOON),
                at(job("never", "Java", ""), null, null, Instant.MIN),
                at(job("ever", "Java", ""), null, null, Instant.MAX));

        assertThat(words(resume("", "java"), MatchFilter.openAt(NOON))).containsExactly("ever", "later", "open");
        assertThat(words(resume("", "java"))).hasSize(5);
    }

    @Test
    void shouldFilterByPlace() {
        put(
                at(job("berlin", "Java", ""), "Berlin, Germany", false, null),
                at(job("remote", "Java", ""), "Paris", true, null),
                at(job("paris", "Java", ""), "Paris", null, null),
                at(job("unknown", "Java", ""), null, null, null));

        assertThat(words(resume("", "java"), new MatchFilter(null, "berlin", null)))
                .containsExactly("berlin", "remote");
        assertThat(words(resume("", "java"), new MatchFilter(null, "PARIS", false)))
                .isEmpty();
        assertThat(words(resume("", "java"), new MatchFilter(null, null, true))).containsExactly("remote");
        assertThat(words(resume("", "java"), new MatchFilter(null, "...", null)))
                .containsExactly("remote");
    }

    @Test
    void shouldFilterVectorsToo() {
        put(
                at(job("berlin", "", ""), "Berlin", null, null).withVector(new float[] {0, 1}),
                at(job("paris", "", ""), "Paris", null, null).withVector(new float[] {1, 0}));

        Hits hits = index.search(resume("").withVector(new float[] {1, 0}), 5, new MatchFilter(null, "Berlin", null));

        assertThat(hits.dense()).extracting(Hit::id).containsExactly("berlin");
    }

    @Test
    void shouldRefuseOtherVectors() {
        put(job("a", "", "").withVector(new float[] {1, 0}));

        assertThatThrownBy(() -> index.put(job("b", "", "").withVector(new float[] {1})))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the vector of b has 1 dimensions, the index has 2");
        assertThatThrownBy(() -> index.put(job("a", "", "").withVector(new float[] {Float.NaN, 0})))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> index.search(resume("").withVector(new float[] {0, 0, 1}), 5, MatchFilter.none()))
                .isInstanceOf(IllegalArgumentException.class);
        index.refresh();
        assertThat(index.ids()).containsExactly("a");
    }

    @Test
    void shouldSearchAnEmptyIndex() {
        Hits hits = index.search(resume("Java", "java").withVector(new float[] {1, 0}), 5, MatchFilter.openAt(NOON));

        assertThat(hits.bm25()).isEmpty();
        assertThat(hits.dense()).isEmpty();
        assertThat(index.ids()).isEmpty();
        assertThat(index.get("a")).isNull();
        index.remove("a");
        index.refresh();
    }

    @Test
    void shouldSearchWithTextsOfAnyLength() {
        StringBuilder words = new StringBuilder();
        for (int i = 0; i < 10_000; i++) {
            words.append("word").append(i).append("x ");
        }
        put(job("long", "", words.toString()), job("empty", "", ""), job("java", "Java", ""));

        assertThat(words(resume(words + " java"))).startsWith("long");
        assertThat(words(resume(words.toString(), "java"))).contains("java", "long");
        assertThat(words(resume(""))).isEmpty();
        assertThat(words(resume("xyzzy plugh"))).isEmpty();
    }

    @Test
    void shouldBoundTheQueryOfManySkills() {
        String[] skills = new String[3000];
        for (int i = 0; i < skills.length; i++) {
            skills[i] = "skill " + Integer.toString(i, 36) + "x";
        }
        put(job("all", "Everything", "", skills), job("none", "Nothing", ""));

        assertThat(words(resume("", skills))).containsExactly("all");
    }

    @Test
    void shouldSearchWhileItIsChanged() throws Exception {
        put(job("always", "Java developer", "", "java").withVector(new float[] {1, 0}));
        AtomicBoolean stop = new AtomicBoolean();
        ExecutorService threads = Executors.newFixedThreadPool(2);
        Callable<Integer> searching = () -> {
            int searches = 0;
            for (; !stop.get(); searches++) {
                Hits hits =
                        index.search(resume("", "java").withVector(new float[] {1, 0}), 1, MatchFilter.openAt(NOON));
                assertThat(hits.bm25()).extracting(Hit::id).containsExactly("always");
                assertThat(hits.dense()).containsExactly(new Hit("always", 1, 1));
                assertThat(index.get("always")).isNotNull();
            }
            return searches;
        };
        try {
            List<Future<Integer>> results = List.of(threads.submit(searching), threads.submit(searching));
            for (int i = 0; i < 100; i++) {
                put(job("job-" + i % 50, "Python", "").withVector(new float[] {0, 1}));
                index.remove("job-" + i % 30);
            }
            stop.set(true);
            for (Future<Integer> result : results) {
                assertThat(result.get(60, TimeUnit.SECONDS)).isPositive();
            }
        } finally {
            stop.set(true);
            threads.shutdownNow();
        }
    }

    private void put(Profile... profiles) {
        for (Profile profile : profiles) {
            index.put(profile);
        }
        index.refresh();
    }

    private List<String> words(Profile query) {
        return words(query, MatchFilter.none());
    }

    private List<String> words(Profile query, MatchFilter filter) {
        return index.search(query, 10, filter).bm25().stream().map(Hit::id).toList();
    }
}
