package io.rolestream.stream;

import static io.rolestream.stream.TopologyDriver.START;
import static io.rolestream.stream.TopologyDriver.TOPICS;
import static io.rolestream.stream.TopologyDriver.utf8;
import static io.rolestream.stream.testing.Resumes.DATA_ENGINEER;
import static io.rolestream.stream.testing.Resumes.DATA_SKILLS;
import static io.rolestream.stream.testing.Resumes.withSkills;
import static org.assertj.core.api.Assertions.assertThat;

import io.rolestream.events.Resume;
import io.rolestream.schemas.serde.WireFormat;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The topology and its state, on records of other people's clients. */
class ForeignRecordsTest {
    /** As {@code rolestream forget} sends them to all partitions. */
    @Test
    void shouldSendOneNullValueToEachTopicForAResumeThatItDoesNotKnow(@TempDir Path directory) {
        try (TopologyDriver topology = TopologyDriver.withModel(directory)) {
            topology.resume("r", (byte[]) null);

            for (var output : List.of(topology.labels(), topology.disagreements(), topology.examples())) {
                assertThat(output.readRecordsToList())
                        .singleElement()
                        .returns("r", TestRecord::key)
                        .returns(null, TestRecord::value);
            }
            assertThat(topology.deadLetters().isEmpty()).isTrue();
            assertThat(topology.stored("r")).isNull();

            topology.resume(withSkills("r", DATA_SKILLS));
            topology.pass(TopologyDriver.DEADLINE.plusSeconds(1));

            var labels = topology.labels().readValuesToList();
            assertThat(labels).hasSize(1);
            assertThat(labels.get(0).getRole()).isEqualTo(DATA_ENGINEER);
            assertThat(labels.get(0).getRevision()).isEqualTo(1);
        }
    }

    /** Stores would read their own values with the headers of the current record. */
    @Test
    void shouldReadItsStateWhateverSchemaAHeaderNames(@TempDir Path directory) {
        try (TopologyDriver topology = TopologyDriver.withModel(directory)) {
            topology.resume(withSkills("r", DATA_SKILLS));
            resume(topology, withSkills("r", DATA_SKILLS + ", Kafka"));
            resume(topology, withSkills("r", DATA_SKILLS + ", Kafka"));
            topology.pass(TopologyDriver.DEADLINE.plusSeconds(1));
            resume(topology, withSkills("r", DATA_SKILLS + ", Kafka, Flink"));
            topology.pass(TopologyDriver.DEADLINE.plusSeconds(1));

            assertThat(topology.labels().readValuesToList())
                    .extracting(label -> label.getRevision())
                    .containsExactly(1, 2, 3);
            assertThat(topology.deadLetters().isEmpty()).isTrue();
        }
    }

    private static void resume(TopologyDriver topology, Resume resume) {
        byte[] value = topology.bytes(Resume.class, TOPICS.resumes(), resume);
        var headers =
                new RecordHeaders().add(WireFormat.VALUE_SCHEMA_ID, Arrays.copyOf(value, WireFormat.HEADER_BYTES));
        byte[] body = Arrays.copyOfRange(value, WireFormat.HEADER_BYTES, value.length);
        topology.resume(new TestRecord<>(utf8(resume.getResumeId()), body, headers, START));
    }
}
