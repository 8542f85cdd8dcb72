package io.rolestream.trainer.examples;

import static io.rolestream.trainer.examples.Samples.EXAMPLES;
import static io.rolestream.trainer.examples.Samples.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AfterProperty;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;

/** Whatever comes, in whatever batches, as often as it comes: the store holds what plain maps hold. */
class ExampleStorePropertyTest {
    private static final TopicPartition CORRECTIONS = new TopicPartition("role-corrections", 0);

    private final Path directory = temporary();
    private final ExampleStore store = ExampleStore.open(directory);

    @Provide
    Arbitrary<List<Change>> changes() {
        Arbitrary<String> ids = Arbitraries.of("a", "b", "c", "d");
        Arbitrary<String> texts = Arbitraries.of("Java", "Python", "Go");
        Arbitrary<String> roles = Arbitraries.of("X", "Y");
        Arbitrary<Integer> minutes = Arbitraries.integers().between(0, 9);
        Arbitrary<Change> judged = Combinators.combine(
                        ids, texts, roles.injectNull(0.2), minutes, Arbitraries.of("default@1", "default@2"))
                .as((id, text, role, minute, version) -> new Change.Judged(
                        id,
                        Example.of(
                                Samples.hash(text),
                                text,
                                Samples.vote(role, version),
                                NOON.plusSeconds(60L * minute))));
        Arbitrary<Change> corrected =
                Combinators.combine(ids, texts.injectNull(0.3), roles, minutes).as(Samples::corrected);
        return Arbitraries.frequencyOf(
                        Tuple.of(5, judged),
                        Tuple.of(4, corrected),
                        Tuple.of(2, ids.map(Change.Forgotten::new)),
                        Tuple.of(1, ids.map(Change.Withdrawn::new)))
                .list()
                .ofMaxSize(40);
    }

    @Property(tries = 200)
    void shouldHoldWhatPlainMapsHold(@ForAll("changes") List<Change> changes, @ForAll long seed) {
        clear();
        var random = new Random(seed);
        var model = new StoreModel();
        changes.forEach(model::apply);

        List<SourceRecord> records = new ArrayList<>();
        for (Change change : changes) {
            TopicPartition partition =
                    change instanceof Change.Judged || change instanceof Change.Forgotten ? EXAMPLES : CORRECTIONS;
            records.add(new SourceRecord(partition, records.size(), change));
        }
        for (int from = 0; from < records.size(); ) {
            int to = Math.min(records.size(), from + 1 + random.nextInt(8));
            int again = Math.max(0, from - random.nextInt(5));
            store.apply(records.subList(again, to), Map.of(EXAMPLES, (long) to, CORRECTIONS, (long) to));
            if (random.nextInt(5) == 0) {
                store.scrub();
            }
            from = to;
        }

        assertThat(Samples.read(store)).containsExactlyElementsOf(model.examples());
        assertThatStatisticsAgree(model);
    }

    private void assertThatStatisticsAgree(StoreModel model) {
        ExampleStatistics counted;
        try (ExampleReader reader = store.reader()) {
            counted = reader.statistics();
        }
        var examples = model.examples();
        var corrected = examples.stream()
                .filter(example -> example.correction() != null)
                .toList();
        assertThat(counted.texts()).isEqualTo(examples.size());
        assertThat(counted.resumes())
                .isEqualTo(examples.stream().mapToInt(Example::resumes).sum());
        assertThat(counted.corrections().texts()).isEqualTo(corrected.size());
        assertThat(counted.corrections().disputed())
                .isEqualTo(corrected.stream()
                        .filter(example -> Samples.correction(example).disputed())
                        .count());
        assertThat(counted.corrections().agreeing())
                .isEqualTo(corrected.stream()
                        .filter(example -> Samples.correction(example)
                                .role()
                                .equals(example.ruleVote().role()))
                        .count());
    }

    /** Each try begins with an empty store; opening one anew would take most of the time. */
    private void clear() {
        store.beginTopic(EXAMPLES.topic(), Uuid.randomUuid());
        store.beginTopic(CORRECTIONS.topic(), Uuid.randomUuid());
        List<SourceRecord> forget = new ArrayList<>();
        for (String id : List.of("a", "b", "c", "d")) {
            forget.add(new SourceRecord(EXAMPLES, forget.size(), new Change.Forgotten(id)));
        }
        store.apply(forget, Map.of());
        assertThat(Samples.read(store)).isEmpty();
    }

    @AfterProperty
    void close() throws IOException {
        store.close();
        try (var files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(directory);
    }

    private static Path temporary() {
        try {
            return Files.createTempDirectory("examples");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
