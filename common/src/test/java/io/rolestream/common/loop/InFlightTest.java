package io.rolestream.common.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolestream.common.loop.InFlight.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class InFlightTest {
    private final InFlight<String, String> inFlight = new InFlight<>();
    private final List<String> taken = new ArrayList<>();

    @Test
    void shouldHoldBackWhatIsFinishedBehindSomethingUnfinished() {
        CompletableFuture<String> first = add(0, 0);
        CompletableFuture<String> second = add(0, 1);
        CompletableFuture<String> other = add(1, 0);
        second.complete("x");
        other.complete("x");

        assertThat(take()).containsExactly("1@0");

        first.complete("x");

        assertThat(take()).containsExactly("0@0", "0@1");
        assertThat(inFlight.isEmpty()).isTrue();
        assertThat(inFlight.bytes()).isZero();
    }

    @Test
    void shouldTakeFailedComputationsToo() {
        add(0, 0).completeExceptionally(new IllegalStateException());

        assertThat(take()).containsExactly("0@0");
    }

    @Test
    void shouldTakeRecordsWithoutAComputationInTheirTurn() {
        CompletableFuture<String> first = add(0, 0);
        inFlight.add(new Entry<>(record(0, 1), Next.skip(), null));

        assertThat(take()).isEmpty();

        first.complete("x");

        assertThat(take()).containsExactly("0@0", "0@1");
    }

    @Test
    void shouldLeaveAnEntryAndThoseBehindItThatIsNotTaken() {
        add(0, 0).complete("x");
        add(0, 1).complete("x");

        assertThat(inFlight.takeSettled(entry -> false)).isFalse();
        assertThat(take()).containsExactly("0@0", "0@1");
    }

    @Test
    void shouldForgetPartitionsOfOthers() {
        add(0, 0).complete("x");
        add(1, 0).complete("x");

        inFlight.drop(List.of(new TopicPartition("t", 0), new TopicPartition("t", 7)));

        assertThat(take()).containsExactly("1@0");
        assertThat(inFlight.isEmpty()).isTrue();
        assertThat(inFlight.bytes()).isZero();
    }

    private CompletableFuture<String> add(int partition, long offset) {
        CompletableFuture<String> result = new CompletableFuture<>();
        inFlight.add(new Entry<>(record(partition, offset), new Next.Compute<>("work"), result));
        return result;
    }

    private List<String> take() {
        taken.clear();
        inFlight.takeSettled(entry ->
                taken.add(entry.record().partition() + "@" + entry.record().offset()));
        return taken;
    }

    private static ConsumerRecord<byte[], byte[]> record(int partition, long offset) {
        return new ConsumerRecord<>("t", partition, offset, null, new byte[10]);
    }
}
