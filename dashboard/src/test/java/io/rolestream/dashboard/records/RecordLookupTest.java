package io.rolestream.dashboard.records;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.javalin.http.ServiceUnavailableResponse;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class RecordLookupTest {
    private static final TopicPartition PARTITION = new TopicPartition("labelled-roles", 0);

    /** A partition without an end. */
    private static final class Endless extends MockConsumer<byte[], byte[]> {
        private final boolean answers;
        private long next;

        Endless(boolean answers) {
            super("earliest");
            this.answers = answers;
        }

        @Override
        public synchronized ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
            if (!answers) {
                return ConsumerRecords.empty();
            }
            var record = new ConsumerRecord<>(PARTITION.topic(), 0, next++, new byte[0], new byte[0]);
            return new ConsumerRecords<>(Map.of(PARTITION, List.of(record)), Map.of());
        }

        @Override
        public synchronized long position(TopicPartition partition) {
            return next;
        }

        @Override
        public synchronized Map<TopicPartition, Long> endOffsets(
                Collection<TopicPartition> partitions, Duration timeout) {
            return partitions.stream().collect(Collectors.toMap(one -> one, one -> Long.MAX_VALUE));
        }

        @Override
        public synchronized Map<TopicPartition, OffsetAndTimestamp> offsetsForTimes(
                Map<TopicPartition, Long> times, Duration timeout) {
            return Map.of(PARTITION, new OffsetAndTimestamp(0, 0));
        }
    }

    @Test
    void shouldSayThatASearchTookTooLongAndKeepTheConsumer() {
        Endless consumer = new Endless(true);

        assertThatThrownBy(() -> search(consumer))
                .isInstanceOf(ServiceUnavailableResponse.class)
                .hasMessageContaining("rolestream lookup");
        assertThat(consumer.closed()).isFalse();
    }

    @Test
    void shouldDiscardAConsumerThatReadsNothing() {
        Endless consumer = new Endless(false);

        assertThatThrownBy(() -> search(consumer)).hasMessageContaining("Kafka does not answer");
        assertThat(consumer.closed()).isTrue();
    }

    private static void search(Endless consumer) throws InterruptedException {
        // not closed: that would close the consumer
        new RecordLookup(() -> consumer, Duration.ofMillis(20)).first(PARTITION, 0, record -> false, Integer.MAX_VALUE);
    }
}
