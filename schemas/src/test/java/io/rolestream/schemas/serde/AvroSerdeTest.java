package io.rolestream.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolestream.events.Decider;
import io.rolestream.events.LabelledRole;
import io.rolestream.events.Resume;
import io.rolestream.events.WorkerStatus;
import io.rolestream.schemas.Records;
import io.rolestream.schemas.registry.InMemorySchemaRegistry;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.Test;

class AvroSerdeTest {
    private final InMemorySchemaRegistry registry = new InMemorySchemaRegistry();
    private final AvroSerde<Resume> resumes = new AvroSerde<>(Resume.class, registry);
    private final AvroSerde<LabelledRole> labels = new AvroSerde<>(LabelledRole.class, registry);

    @Test
    void shouldReadBackWhatItWrote() {
        var label = Records.label("r-1");
        assertThat(labels.deserializer()
                        .deserialize("labelled-roles", labels.serializer().serialize("labelled-roles", label)))
                .isEqualTo(label);
    }

    @Test
    void shouldReadBackTextBeyondAscii() {
        var resume = Records.resume("r-ü-😀", "Größe, 数据工程, 😀".repeat(500));
        assertThat(resumes.deserializer()
                        .deserialize("resumes", resumes.serializer().serialize("resumes", resume)))
                .isEqualTo(resume);
    }

    @Test
    void shouldReadBackTimesThatMayBeMissing() {
        var statuses = new AvroSerde<>(WorkerStatus.class, registry);
        var status = WorkerStatus.newBuilder()
                .setWorkerId("w-1")
                .setLoadedAt(Records.NOON)
                .build();
        assertThat(statuses.deserializer()
                        .deserialize("worker-status", statuses.serializer().serialize("worker-status", status)))
                .isEqualTo(status);
    }

    @Test
    void shouldPassTombstones() {
        assertThat(resumes.serializer().serialize("resumes", null)).isNull();
        assertThat(resumes.deserializer().deserialize("resumes", null)).isNull();
    }

    @Test
    void shouldBeginWithZeroAndTheSchemaIdOfTheTopic() {
        labels.prepare("labelled-roles");
        byte[] bytes = resumes.serializer().serialize("resumes", Records.resume("r-1", "sql"));
        assertThat(bytes).startsWith(0, 0, 0, 0, 2);
        assertThat(registry.versions("resumes-value"))
                .singleElement()
                .satisfies(entry -> assertThat(entry.id()).isEqualTo(2));
    }

    @Test
    void shouldRegisterTheSchemaAtStartWhenPrepared() {
        resumes.prepare("a-resumes");
        assertThat(registry.subjects()).containsExactly("a-resumes-value");
    }

    @Test
    void shouldNameTheFieldThatMayNotBeNull() {
        var label = Records.label("r-1");
        label.put("role", null);
        assertThatThrownBy(() -> labels.serializer().serialize("labelled-roles", label))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("LabelledRole")
                .hasMessageContaining("labelled-roles")
                .hasMessageContaining("field role");
    }

    @Test
    void shouldWriteGoodRecordsAfterABadOne() {
        var bad = Records.label("r-1");
        bad.put("role", null);
        assertThatThrownBy(() -> labels.serializer().serialize("labelled-roles", bad))
                .isInstanceOf(SerializationException.class);
        var good = Records.label("r-2");
        assertThat(labels.deserializer()
                        .deserialize("labelled-roles", labels.serializer().serialize("labelled-roles", good)))
                .isEqualTo(good);
    }

    @Test
    void shouldRefuseToBeUsedForKeys() {
        assertThatThrownBy(() -> resumes.configure(Map.of(), true)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldLetRecordsBeCopiedInBuilders() {
        var copy = LabelledRole.newBuilder(Records.label("r-1")).setRevision(2).build();
        assertThat(copy.getDecidedBy()).isEqualTo(Decider.MODEL);
        assertThat(copy.getModelVote()).isEqualTo(Records.vote("roberta"));
    }

    @Test
    void shouldServeSeveralThreadsAtOnce() throws Exception {
        var threads = Executors.newFixedThreadPool(8);
        try {
            var tasks = IntStream.range(0, 8)
                    .<Callable<Boolean>>mapToObj(this::roundTrips)
                    .toList();
            for (var done : threads.invokeAll(tasks)) {
                assertThat(done.get()).isTrue();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private Callable<Boolean> roundTrips(int thread) {
        return () -> IntStream.range(0, 2_000).allMatch(i -> {
            var label = Records.label("r-" + thread + "-" + i);
            byte[] bytes = labels.serializer().serialize("labelled-roles", label);
            return label.equals(labels.deserializer().deserialize("labelled-roles", bytes));
        });
    }
}
