package io.rolestream.engine.batching;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolestream.engine.model.TokenSequence;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(20)
class SequenceQueueTest {
    private static final int BUDGET = 100;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void shouldPutTheOldestIntoEveryBatchAndKeepTheBudget(long seed) throws InterruptedException {
        Random random = new Random(seed);
        SequenceQueue queue = new SequenceQueue(BUDGET, 1 << 20);
        List<SequenceQueue.Waiting> waiting = new ArrayList<>();
        Set<SequenceQueue.Waiting> computed = new HashSet<>();
        int added = 0;
        while (added < 500 || !waiting.isEmpty()) {
            if (added < 500 && (waiting.isEmpty() || random.nextBoolean())) {
                List<SequenceQueue.Waiting> some =
                        sequences(random.ints(random.nextInt(1, 30), 1, 130).toArray());
                queue.add(some);
                waiting.addAll(some);
                added += some.size();
            } else {
                List<SequenceQueue.Waiting> batch = take(queue);
                assertThat(batch).contains(waiting.get(0));
                int tokens =
                        batch.stream().mapToInt(SequenceQueue.Waiting::length).sum();
                assertThat(tokens <= BUDGET || batch.size() == 1).isTrue();
                assertThat(computed).doesNotContainAnyElementsOf(batch);
                computed.addAll(batch);
                waiting.removeAll(batch);
            }
        }
        assertThat(computed).hasSize(added);
        assertThat(queue.tokens()).isZero();
    }

    @Test
    void shouldFillABatchWithTheNearestLengths() throws InterruptedException {
        SequenceQueue queue = new SequenceQueue(BUDGET, 1 << 20);
        queue.add(sequences(30, 5, 60, 29, 32, 90, 4));
        assertThat(lengths(take(queue))).containsExactlyInAnyOrder(30, 29, 32, 5, 4);
        assertThat(lengths(take(queue))).containsExactly(60);
        assertThat(lengths(take(queue))).containsExactly(90);
    }

    @Test
    void shouldMakeCallersWaitWhileThereIsNoRoom() throws Exception {
        SequenceQueue queue = new SequenceQueue(BUDGET, 100);
        queue.add(sequences(90));
        CompletableFuture<Void> second = CompletableFuture.runAsync(() -> add(queue, 50));
        assertThatThrownBy(() -> second.get(200, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
        assertThat(lengths(take(queue))).containsExactly(90);
        second.get();
        assertThat(lengths(take(queue))).containsExactly(50);
    }

    @Test
    void shouldTakeOneTextThatExceedsTheRoom() throws InterruptedException {
        SequenceQueue queue = new SequenceQueue(BUDGET, 10);
        queue.add(sequences(500));
        assertThat(lengths(take(queue))).containsExactly(500);
    }

    @Test
    void shouldHandOutWhatWaitsOnceItIsClosed() throws InterruptedException {
        SequenceQueue queue = new SequenceQueue(BUDGET, 1000);
        queue.add(sequences(7));
        queue.close();
        assertThat(lengths(take(queue))).containsExactly(7);
        assertThat(queue.take()).isNull();
        assertThatThrownBy(() -> queue.add(sequences(7)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
    }

    private static void add(SequenceQueue queue, int length) {
        try {
            queue.add(sequences(length));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<SequenceQueue.Waiting> take(SequenceQueue queue) throws InterruptedException {
        return Objects.requireNonNull(queue.take());
    }

    private static List<SequenceQueue.Waiting> sequences(int... lengths) {
        return Arrays.stream(lengths)
                .mapToObj(length -> new SequenceQueue.Waiting(
                        TokenSequence.of(IntStream.range(0, length).toArray()),
                        new PendingRequest<>(1, rows -> rows.get(0)),
                        0))
                .toList();
    }

    private static List<Integer> lengths(List<SequenceQueue.Waiting> batch) {
        return batch.stream().map(SequenceQueue.Waiting::length).toList();
    }
}
