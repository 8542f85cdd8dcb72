package io.rolestream.engine.batching;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolestream.engine.model.TokenSequence;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Every request comes to an end when its engine does. */
@Timeout(60)
class ClosingTest {
    private static final Batching BATCHING = new Batching(2, 1, 64, 512);

    @RepeatedTest(5)
    void shouldCompleteWhatWasTakenWhenClosedDuringLoad() throws Exception {
        List<CompletableFuture<float[]>> results = loadUntil(BatchingEngine::close);
        assertThat(results).isNotEmpty().noneMatch(CompletableFuture::isCompletedExceptionally);
    }

    @RepeatedTest(5)
    void shouldFailWhatIsNotComputedWhenTheProcessEndsDuringLoad() throws Exception {
        List<CompletableFuture<float[]>> results = loadUntil(engine -> {
            engine.stopForExit();
            assertThatThrownBy(() -> submit(engine, 5)).isInstanceOf(EngineClosedException.class);
            engine.close();
        });
        assertThat(results).isNotEmpty().allSatisfy(ClosingTest::assertComputedOrClosed);
    }

    private static void assertComputedOrClosed(CompletableFuture<float[]> result) {
        if (result.isCompletedExceptionally()) {
            assertThatThrownBy(result::join).hasCauseInstanceOf(EngineClosedException.class);
        }
    }

    /** What several callers got who submitted until they were refused, all of it complete. */
    private static List<CompletableFuture<float[]>> loadUntil(Consumer<BatchingEngine> end) throws Exception {
        Queue<CompletableFuture<float[]>> results = new ConcurrentLinkedQueue<>();
        BatchingEngine engine = engine(new FaultyEncoder(batch -> {}), () -> {});
        List<CompletableFuture<Void>> callers = new ArrayList<>();
        CountDownLatch running = new CountDownLatch(4);
        for (int caller = 0; caller < 4; caller++) {
            callers.add(CompletableFuture.runAsync(
                    () -> submitUntilRefused(engine, results, running), task -> new Thread(task).start()));
        }
        running.await();
        end.accept(engine);
        for (CompletableFuture<Void> caller : callers) {
            caller.get(10, TimeUnit.SECONDS);
        }
        for (CompletableFuture<float[]> result : results) {
            assertThat(result.isDone()).isTrue();
        }
        return List.copyOf(results);
    }

    private static void submitUntilRefused(
            BatchingEngine engine, Queue<CompletableFuture<float[]>> results, CountDownLatch running) {
        int submitted = 0;
        try {
            while (true) {
                results.add(submit(engine, 5, 6, 7, 8));
                if (++submitted == 200) {
                    running.countDown();
                }
            }
        } catch (EngineClosedException e) {
            return;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void shouldRefuseToBeClosedByItsOwnThread() throws Exception {
        CountDownLatch prepared = new CountDownLatch(1);
        FaultyEncoder waiting = new FaultyEncoder(batch -> await(prepared));
        try (BatchingEngine engine = engine(waiting, () -> {})) {
            CompletableFuture<Void> closed = submit(engine, 5).thenAccept(row -> engine.close());
            prepared.countDown();
            assertThatThrownBy(() -> closed.get(10, TimeUnit.SECONDS))
                    .isInstanceOf(ExecutionException.class)
                    .hasMessageContaining("cannot be closed by a thread that computes for it");
        }
    }

    @Test
    void shouldFreeOnceHoweverOftenItIsClosed() {
        AtomicInteger freed = new AtomicInteger();
        BatchingEngine engine = engine(new FaultyEncoder(batch -> {}), freed::incrementAndGet);
        engine.close();
        engine.close();
        assertThat(freed).hasValue(1);
    }

    @Test
    void shouldFailTheRequestWhoseResultCannotBeMade() throws Exception {
        try (BatchingEngine engine = engine(new FaultyEncoder(batch -> {}), () -> {})) {
            CompletableFuture<Object> result = engine.submit(List.of(TokenSequence.of(5)), rows -> {
                throw new IllegalArgumentException("no result of this");
            });
            assertThatThrownBy(() -> result.get(10, TimeUnit.SECONDS)).hasRootCauseMessage("no result of this");
            assertThat(submit(engine, 5, 6).get(10, TimeUnit.SECONDS)).containsExactly(2, 11);
        }
    }

    private static BatchingEngine engine(FaultyEncoder encoder, Runnable free) {
        return BatchingEngine.start("engine", encoder, BATCHING, TokenSequence.of(5), 40, free);
    }

    private static CompletableFuture<float[]> submit(BatchingEngine engine, int... ids) throws InterruptedException {
        return engine.submit(List.of(TokenSequence.of(ids)), rows -> rows.get(0));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
