package io.rolestream.common.clients.robust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Without a broker. */
@Timeout(60)
class RobustConsumerTest {
    private static final Duration LONG = Duration.ofMinutes(10);

    private final RobustConsumer<byte[]> consumer = new RobustConsumer<>(
            Map.of("bootstrap.servers", "localhost:1", "group.id", "g", "enable.auto.commit", false),
            new ByteArrayDeserializer());

    RobustConsumerTest() {
        consumer.assign(List.of(new TopicPartition("t", 0)));
    }

    @AfterEach
    void close() {
        consumer.close();
    }

    @Test
    void shouldReturnFromAPollThatIsBrokenOff() throws Exception {
        CompletableFuture<ConsumerRecords<byte[], byte[]>> poll =
                CompletableFuture.supplyAsync(() -> consumer.poll(LONG));
        while (!poll.isDone()) {
            consumer.breakOff();
            Thread.sleep(20);
        }

        assertThat(poll.join()).isEmpty();
        assertThat(consumer.poll(Duration.ZERO)).isEmpty();
    }

    @Test
    void shouldBreakOffNothingButAPoll() {
        consumer.breakOff();

        assertThat(consumer.poll(Duration.ofMillis(50))).isEmpty();
    }

    @Test
    void shouldStillWakeAPollThatItsOwnerWakes() {
        consumer.wakeup();

        assertThatThrownBy(() -> consumer.poll(LONG)).isInstanceOf(WakeupException.class);
    }

    @Test
    void shouldCloseSoonWhateverItIsGranted() {
        long begin = System.nanoTime();

        consumer.close(CloseOptions.timeout(LONG));

        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(30));
    }
}
