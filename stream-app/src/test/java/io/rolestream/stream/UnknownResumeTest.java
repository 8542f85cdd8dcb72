package io.rolestream.stream;

import static io.rolestream.stream.testing.Resumes.DATA_ENGINEER;
import static io.rolestream.stream.testing.Resumes.DATA_SKILLS;
import static io.rolestream.stream.testing.Resumes.withSkills;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A null value in a partition that knows nothing of its id, as {@code rolestream forget} sends them to all. */
class UnknownResumeTest {
    @Test
    void shouldSendOneNullValueToEachTopicAndLabelTheResumeIfItComes(@TempDir Path directory) {
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
}
