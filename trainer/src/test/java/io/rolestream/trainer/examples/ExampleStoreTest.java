package io.rolestream.trainer.examples;

import static io.rolestream.trainer.examples.Samples.EXAMPLES;
import static io.rolestream.trainer.examples.Samples.NOON;
import static io.rolestream.trainer.examples.Samples.apply;
import static io.rolestream.trainer.examples.Samples.corrected;
import static io.rolestream.trainer.examples.Samples.correction;
import static io.rolestream.trainer.examples.Samples.drawn;
import static io.rolestream.trainer.examples.Samples.hash;
import static io.rolestream.trainer.examples.Samples.judged;
import static io.rolestream.trainer.examples.Samples.read;
import static io.rolestream.trainer.examples.Samples.vote;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolestream.evaluation.split.ExampleSplit;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExampleStoreTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // injected
    Path directory;

    @SuppressWarnings("NullAway.Init")
    private ExampleStore store;

    @BeforeEach
    void open() {
        store = ExampleStore.open(directory);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void shouldGiveBackAllOfAnExample() {
        apply(store, judged("a", "Java, C#", "Software Engineer"), corrected("a", "Java, C#", ".NET Developer", 5));

        assertThat(read(store))
                .containsExactly(new Example(
                        hash("Java, C#"),
                        "Java, C#",
                        vote("Software Engineer", "default@1"),
                        new Example.Correction(".NET Developer", "ann", NOON.plusSeconds(300), false, false),
                        1,
                        NOON));
    }

    @Test
    void shouldGiveBackWhateverCharactersATextHas() {
        String text = "C#, 'quoted' \"twice\"\u0000 after nothing, \ud83d\ude00 \u00e9\n" + "long ".repeat(50_000);
        apply(store, judged("a' OR 1=1 --", text, "X"));

        assertThat(read(store)).extracting(Example::text).containsExactly(text);
    }

    @Test
    void shouldTakeTheSameTextOfSeveralResumesAsOneExample() {
        apply(store, judged("a", "Java", "X"), judged("b", "Java", "X"), judged("a", "Java", "X"));

        assertThat(read(store)).singleElement().extracting(Example::resumes).isEqualTo(2);
    }

    @Test
    void shouldKeepATextUntilItsLastResumeIsForgotten() {
        apply(store, judged("a", "Java", "X"), judged("b", "Java", "X"), new Change.Forgotten("a"));
        assertThat(read(store)).singleElement().extracting(Example::resumes).isEqualTo(1);

        apply(store, new Change.Forgotten("b"), new Change.Forgotten("nobody"));
        assertThat(read(store)).isEmpty();
    }

    @Test
    void shouldDropATextThatItsResumeNoLongerHas() {
        apply(store, judged("a", "Java", "X"), judged("a", "Python", "Y"));

        assertThat(read(store)).extracting(Example::text).containsExactly("Python");
    }

    @Test
    void shouldForgetWhatPeopleSaidOfAResumeToo() {
        apply(store, judged("a", "Java", "X"), corrected("a", "Java", "Y", 1), new Change.Forgotten("a"));
        apply(store, judged("a", "Java", "X"));

        assertThat(read(store)).singleElement().extracting(Example::correction).isNull();
    }

    @Test
    void shouldHoldACorrectionThatComesBeforeItsExample() {
        apply(store, corrected("a", "Java", "Y", 1));
        assertThat(statistics().corrections().waiting()).isEqualTo(1);

        apply(store, judged("a", "Java", "X"));
        assertThat(role()).isEqualTo("Y");
        assertThat(statistics().corrections().waiting()).isZero();
    }

    @Test
    void shouldHoldACorrectionForTheTextAloneThatWasLookedAt() {
        apply(store, judged("a", "Java", "X"), corrected("a", "Python", "Y", 1));
        assertThat(read(store)).singleElement().extracting(Example::correction).isNull();

        apply(store, judged("a", "Python", "X"));
        assertThat(role()).isEqualTo("Y");
    }

    @Test
    void shouldHoldACorrectionWithoutATextForTheOneThatWasCurrentThen() {
        apply(store, judged("a", "Java", "X"), corrected("a", null, "Y", 1));
        assertThat(role()).isEqualTo("Y");

        apply(store, judged("a", "Python", "X", NOON.plusSeconds(3600)));
        assertThat(read(store)).singleElement().extracting(Example::correction).isNull();
    }

    @Test
    void shouldLetTheLatestOfConflictingCorrectionsHold() {
        apply(
                store,
                judged("a", "Java", "X"),
                judged("b", "Java", "X"),
                corrected("a", "Java", "X", 9),
                corrected("b", "Java", "Y", 4));

        assertThat(read(store))
                .singleElement()
                .extracting(Example::correction)
                .isEqualTo(new Example.Correction("X", "ann", NOON.plusSeconds(540), true, false));
        assertThat(statistics().corrections()).isEqualTo(new ExampleStatistics.Corrections(1, 1, 0, 1, 1));
    }

    @Test
    void shouldTellThatATextWasDrawnAtRandomWhoeverAnsweredLast() {
        apply(
                store,
                judged("a", "Java", "X"),
                judged("b", "Java", "X"),
                drawn(corrected("a", "Java", "X", 4)),
                corrected("b", "Java", "X", 9));

        assertThat(read(store))
                .singleElement()
                .extracting(Example::correction)
                .isEqualTo(new Example.Correction("X", "ann", NOON.plusSeconds(540), false, true));
    }

    @Test
    void shouldWithdrawACorrection() {
        apply(store, judged("a", "Java", "X"), corrected("a", "Java", "Y", 1), new Change.Withdrawn("a"));

        assertThat(read(store)).singleElement().extracting(Example::correction).isNull();
    }

    @Test
    void shouldPassOverRecordsThatWereTakenInBefore() {
        var record = new SourceRecord(EXAMPLES, 7, judged("a", "Java", "X"));
        store.apply(List.of(record, new SourceRecord(EXAMPLES, 8, new Change.Forgotten("a"))), Map.of(EXAMPLES, 9L));
        store.apply(List.of(record), Map.of(EXAMPLES, 8L));

        assertThat(read(store)).isEmpty();
        assertThat(store.positions()).containsExactly(Map.entry(EXAMPLES, 9L));
    }

    @Test
    void shouldTakeInAllRecordsOrNone() {
        assertThatThrownBy(() -> apply(
                        store,
                        judged("a", "Java", "X"),
                        new Change.Judged("b", Example.of("no-hash", "x", vote("X", "1"), NOON))))
                .isInstanceOf(IllegalArgumentException.class);

        assertThat(read(store)).isEmpty();
        assertThat(store.positions()).isEmpty();
    }

    @Test
    void shouldNotDoubleWhatATopicThatWasMadeAnewSaysAgain() {
        Uuid first = Uuid.randomUuid();
        store.beginTopic(EXAMPLES.topic(), first);
        apply(store, judged("a", "Java", "X"), judged("b", "Python", "X"));
        assertThat(store.topicId(EXAMPLES.topic())).contains(first);

        store.beginTopic(EXAMPLES.topic(), Uuid.randomUuid());
        assertThat(store.positions()).isEmpty();
        apply(store, judged("a", "Java", "X"));
        assertThat(statistics().texts()).isEqualTo(2);
        assertThat(statistics().resumes()).isEqualTo(2);
    }

    @Test
    void shouldReadOneSideOfTheSplitInTheOrderOfHashes() {
        apply(store, many(2_500));

        List<Example> all = read(store);
        assertThat(all).hasSize(2_500).extracting(Example::contentHash).isSorted();
        for (ExampleSplit split : ExampleSplit.values()) {
            assertThat(read(store, split))
                    .isEqualTo(all.stream()
                            .filter(example -> example.split() == split)
                            .toList());
        }
    }

    @Test
    void shouldReadNothingThatCameAfterAndNothingThatWasForgotten() {
        apply(store, many(3_000));
        try (ExampleReader reader = store.reader()) {
            Iterator<Example> rows = reader.examples(null);
            rows.next();
            apply(store, judged("late", "late", "X"));
            apply(
                    store,
                    IntStream.range(0, 3_000)
                            .mapToObj(i -> new Change.Forgotten("id" + i))
                            .toArray(Change[]::new));
            assertThat(store.scrub()).isTrue();
            int left = 0;
            while (rows.hasNext()) {
                assertThat(rows.next().text()).isNotEqualTo("late");
                left++;
            }
            assertThat(left).isLessThan(1_000);
        }
    }

    @Test
    void shouldCountWhatIsThere() {
        apply(
                store,
                judged("a", "Java", "X"),
                judged("b", "Java", "X"),
                judged("c", "Python", "Y", NOON.plusSeconds(60)),
                new Change.Judged("d", Example.of(hash("Go"), "Go", vote(null, "default@2"), NOON)),
                corrected("a", "Java", "X", 1),
                corrected("c", "Python", "X", 2),
                corrected("d", "Go", "X", 2));

        ExampleStatistics counted = statistics();
        assertThat(counted.texts()).isEqualTo(3);
        assertThat(counted.resumes()).isEqualTo(4);
        assertThat(counted.votes().byRole()).isEqualTo(Map.of("X", 1L, "Y", 1L));
        assertThat(counted.votes().abstained()).isEqualTo(1);
        assertThat(counted.bySplit().values().stream().mapToLong(n -> n).sum()).isEqualTo(3);
        assertThat(counted.byRuleset()).isEqualTo(Map.of("default@1", 2L, "default@2", 1L));
        assertThat(counted.corrections()).isEqualTo(new ExampleStatistics.Corrections(3, 0, 0, 2, 1));
        assertThat(counted.submitted()).isEqualTo(new ExampleStatistics.Period(NOON, NOON.plusSeconds(60)));
        assertThat(counted.bytes()).isPositive();
    }

    @Test
    void shouldDropWhatIsOldAndNotWhatIsNot() {
        apply(
                store,
                judged("old", "Java", "X", NOON.minusSeconds(1)),
                corrected("old", "Java", "Y", -1),
                judged("new", "Python", "X"));
        var day = new Retention(Duration.ofDays(1), 0);
        assertThat(sweepAll(day)).isEqualTo(1);

        assertThat(read(store)).extracting(Example::text).containsExactly("Python");
        assertThat(statistics().corrections().waiting()).isZero();
        assertThat(sweepAll(new Retention(Duration.ZERO, 0))).isZero();
    }

    @Test
    void shouldKeepTheLatestOfARoleAndAllThatPeopleCorrected() {
        apply(store, many(1_200));
        apply(store, corrected("id0", "text 0", "Y", 1), judged("other", "other", "Y"), judged("none", "none", null));

        assertThat(sweepAll(new Retention(Duration.ZERO, 100))).isEqualTo(1_100);
        assertThat(read(store))
                .hasSize(102)
                .extracting(Example::text)
                .contains("text 0", "text 1199", "text 1101", "other", "none")
                .doesNotContain("text 1", "text 1100");
    }

    private static Change[] many(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> judged("id" + i, "text " + i, "X"))
                .toArray(Change[]::new);
    }

    private int sweepAll(Retention retention) {
        int sum = 0;
        for (int dropped = -1; dropped != 0; sum += dropped) {
            dropped = store.sweep(retention, NOON.plus(Duration.ofDays(1)));
        }
        return sum;
    }

    private String role() {
        return correction(read(store).get(0)).role();
    }

    private ExampleStatistics statistics() {
        try (ExampleReader reader = ExampleReader.open(directory)) {
            return reader.statistics();
        }
    }
}
