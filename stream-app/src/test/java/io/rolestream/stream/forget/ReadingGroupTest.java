package io.rolestream.stream.forget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolestream.common.clients.TopicAdmin;
import io.rolestream.common.service.CommandFailedException;
import io.rolestream.embedded.EmbeddedKafka;
import io.rolestream.schemas.topics.TopicCatalogue;
import io.rolestream.schemas.topics.Topics;
import io.rolestream.stream.testing.KafkaEnds;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class ReadingGroupTest {
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final TopicPartition PARTITION = new TopicPartition("resumes", 0);

    @Test
    void shouldWaitForGeneratorsOnlyWhereThereAreAny() throws Exception {
        try (EmbeddedKafka broker = EmbeddedKafka.startTemporary()) {
            KafkaEnds kafka = new KafkaEnds(broker.bootstrapServers(), Topics.unprefixed());
            TopicAdmin.create(kafka.admin(), new TopicCatalogue(Topics.unprefixed(), 1), (short) 1);
            kafka.sendBytes("resumes", "a", new byte[] {1});
            ReadingGroup generators = ReadingGroup.ofGenerators(kafka.admin(), "generators");

            assertThat(hasRead(generators)).as("none has ever run").isTrue();
            commit(kafka, 0);
            assertThatThrownBy(() -> hasRead(generators))
                    .isInstanceOf(CommandFailedException.class)
                    .hasMessageContaining("the generators (group generators) have not read them")
                    .hasMessageContaining("`rolestream generator`");
            commit(kafka, 1);
            assertThat(hasRead(generators)).isTrue();
            kafka.close();
        }
    }

    private static boolean hasRead(ReadingGroup group) {
        return group.await(Map.of(PARTITION, 0L), SHORT, () -> false);
    }

    private static void commit(KafkaEnds kafka, long offset) throws Exception {
        kafka.admin()
                .alterConsumerGroupOffsets("generators", Map.of(PARTITION, new OffsetAndMetadata(offset)))
                .all()
                .get();
    }
}
