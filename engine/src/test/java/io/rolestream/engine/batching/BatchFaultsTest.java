package io.rolestream.engine.batching;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolestream.engine.model.TokenSequence;
import io.rolestream.engine.torch.TorchException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** On sequences of the tokens 5 to 59, of 40 at most; 66 is poison. */
@Timeout(60)
class BatchFaultsTest {
    private static final int POISON = 66;
    private static final int LONGEST = 40;
    private static final int WORKERS = 2;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void shouldFailThePoisonedTextsAndNoOthers(long seed) throws Exception {
        Random random = new Random(seed);
        FaultyEncoder encoder = new FaultyEncoder(batch -> {
            if (FaultyEncoder.has(batch, POISON)) {
                throw new TorchException("poison");
            }
        });
        assertOnlyThePoisonedFail(encoder, random, "poison");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void shouldFailTextsWhoseLogitsAreNotFinite(long seed) throws Exception {
        assertOnlyThePoisonedFail(new FaultyEncoder(batch -> {}, POISON), new Random(seed), "not finite");
    }

    private static void assertOnlyThePoisonedFail(FaultyEncoder encoder, Random random, String message)
            throws Exception {
        List<int[]> sequences = sequences(random, 300);
        Set<Integer> poisoned = new HashSet<>();
        for (int i = 0; i < sequences.size(); i++) {
            if (random.nextInt(20) == 0) {
                int[] ids = sequences.get(i);
                ids[random.nextInt(ids.length)] = POISON;
                poisoned.add(i);
            }
        }
        int budget = random.nextInt(10, 3000);
        try (BatchingEngine engine = engine(encoder, budget)) {
            List<CompletableFuture<float[]>> results = submitAll(engine, sequences);
            for (int i = 0; i < results.size(); i++) {
                CompletableFuture<float[]> result = results.get(i);
                if (poisoned.contains(i)) {
                    assertThatThrownBy(result::join)
                            .isInstanceOf(CompletionException.class)
                            .hasRootCauseInstanceOf(TorchException.class)
                            .hasMessageContaining(message);
                } else {
                    assertRight(result, sequences.get(i));
                }
            }
            assertThat(engine.statistics().sequences()).isEqualTo(300 - poisoned.size());
            assertThat(engine.batchTokens()).isEqualTo(budget);
            assertThat(engine.broken()).isNotDone();
        }
    }

    @Test
    void shouldFindOneOfManyInTwiceTheLogarithmOfCalls() throws Exception {
        FaultyEncoder encoder = new FaultyEncoder(batch -> {
            if (FaultyEncoder.has(batch, POISON)) {
                throw new TorchException("poison");
            }
        });
        SequenceQueue queue = new SequenceQueue(1 << 12, 1 << 12);
        List<PendingRequest<float[]>> texts = new ArrayList<>();
        List<SequenceQueue.Waiting> batch = IntStream.range(0, 256)
                .mapToObj(i -> {
                    texts.add(new PendingRequest<>(1, rows -> rows.get(0)));
                    return new SequenceQueue.Waiting(TokenSequence.of(i == 77 ? POISON : 5), texts.get(i), 0);
                })
                .toList();
        new BatchRunner(encoder, TokenSequence.of(5), LONGEST, queue, new ComputeCounters()).run(batch);
        assertThat(texts)
                .filteredOn(text -> text.result().isCompletedExceptionally())
                .containsExactly(texts.get(77));
        assertThat(texts).allMatch(text -> text.result().isDone());
        int batchItself = 1;
        int probe = 1;
        assertThat(encoder.calls()).isEqualTo(batchItself + 2 * 8 + probe);
    }

    @Test
    void shouldBlameNobodyForWhatPasses() throws Exception {
        AtomicInteger failures = new AtomicInteger(5);
        FaultyEncoder encoder = new FaultyEncoder(batch -> {
            if (batch.size() > 1 && failures.getAndDecrement() > 0) {
                throw new TorchException("once more");
            }
        });
        try (BatchingEngine engine = engine(encoder, 500)) {
            List<int[]> sequences = sequences(new Random(2), 200);
            List<CompletableFuture<float[]>> results = submitAll(engine, sequences);
            for (int i = 0; i < results.size(); i++) {
                assertRight(results.get(i), sequences.get(i));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CUDA out of memory. Tried to allocate 20.00 MiB. GPU 0 has a total capacity of 79.10 GiB",
                "[enforce fail at alloc_cpu.cpp:116] err == 0. DefaultCPUAllocator: can't allocate memory: you tried to allocate 8 bytes",
                "std::bad_alloc"
            })
    void shouldComputeAllInSmallerBatchesWhenMemoryIsLacking(String message) throws Exception {
        int room = 130;
        FaultyEncoder encoder = new FaultyEncoder(batch -> {
            if (batch.tokens() > room) {
                throw new TorchException(message);
            }
        });
        try (BatchingEngine engine = engine(encoder, 2000)) {
            List<int[]> sequences = sequences(new Random(7), 800);
            List<CompletableFuture<float[]>> results = submitAll(engine, sequences);
            for (int i = 0; i < results.size(); i++) {
                assertRight(results.get(i), sequences.get(i));
            }
            assertThat(engine.batchTokens()).isBetween(room / 2, room);
        }
    }

    @Test
    void shouldFailTextsThatDoNotFitAloneAndKeepTheLongestAsTheLeastBudget() throws Exception {
        FaultyEncoder encoder = new FaultyEncoder(batch -> {
            if (batch.longest() > 10) {
                throw new TorchException("DefaultCPUAllocator: not enough memory: you tried to allocate 8 bytes");
            }
        });
        try (BatchingEngine engine = engine(encoder, 300)) {
            List<int[]> sequences = sequences(new Random(7), 100);
            List<CompletableFuture<float[]>> results = submitAll(engine, sequences);
            for (int i = 0; i < results.size(); i++) {
                if (sequences.get(i).length > 10) {
                    assertThatThrownBy(results.get(i)::join).hasMessageContaining("not enough memory");
                } else {
                    assertRight(results.get(i), sequences.get(i));
                }
            }
            assertThat(engine.batchTokens()).isEqualTo(LONGEST);
        }
    }

    @Test
    void shouldStopAtOnceWhenAGoodTextFailsToo() throws Exception {
        CountDownLatch allSubmitted = new CountDownLatch(1);
        FaultyEncoder encoder = new FaultyEncoder(batch -> {
            await(allSubmitted);
            throw new TorchException("device-side assert triggered");
        });
        try (BatchingEngine engine = engine(encoder, 200)) {
            List<CompletableFuture<float[]>> results = submitAll(engine, sequences(new Random(4), 500));
            allSubmitted.countDown();
            EngineBrokenException broken = engine.broken().join();
            assertThat(broken).hasMessageContaining("device-side assert").hasCauseInstanceOf(TorchException.class);
            results.add(submit(engine, 7));
            assertThat(results)
                    .allSatisfy(result -> assertThatThrownBy(result::join).hasCause(broken));
            assertThat(engine.waitingTokens()).isZero();
            // Per worker: a batch of at most 200 sequences halved down to one, and the probe.
            assertThat(encoder.calls()).isLessThanOrEqualTo(WORKERS * 10);
        }
    }

    @Test
    void shouldStopWhenNothingFiniteComesAnyMore() throws Exception {
        FaultyEncoder encoder = new FaultyEncoder(batch -> batch.ids()[0] = POISON, POISON);
        try (BatchingEngine engine = engine(encoder, 200)) {
            assertThatThrownBy(submit(engine, 5)::join).hasCauseInstanceOf(EngineBrokenException.class);
            assertThat(engine.broken().join()).hasMessageContaining("not finite");
        }
    }

    @ParameterizedTest
    @ValueSource(classes = {OutOfMemoryError.class, UnsatisfiedLinkError.class, NoClassDefFoundError.class})
    void shouldStopWhenTheVirtualMachineFails(Class<? extends Error> type) throws Exception {
        Error error = type.getConstructor(String.class).newInstance("planted");
        FaultyEncoder encoder = new FaultyEncoder(batch -> {
            throw error;
        });
        try (BatchingEngine engine = engine(encoder, 200)) {
            assertThatThrownBy(submit(engine, 5, 6)::join).hasCauseInstanceOf(EngineBrokenException.class);
            assertThat(engine.broken().join()).hasCause(error);
            assertThat(encoder.calls()).isEqualTo(1);
        }
    }

    @Test
    void shouldLetItselfBeClosedByWhoeverIsToldThatItIsBroken() throws Exception {
        BatchingEngine engine = engine(
                new FaultyEncoder(batch -> {
                    throw new TorchException("always");
                }),
                200);
        CompletableFuture<Void> closed = engine.broken().thenRun(engine::close);
        assertThatThrownBy(submit(engine, 5)::join).hasCauseInstanceOf(EngineBrokenException.class);
        closed.join();
        assertThatThrownBy(submit(engine, 5)::join).hasCauseInstanceOf(EngineBrokenException.class);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static BatchingEngine engine(FaultyEncoder encoder, int budget) {
        return BatchingEngine.start(
                "engine", encoder, new Batching(WORKERS, 1, budget, 1 << 20), TokenSequence.of(5), LONGEST, () -> {});
    }

    private static List<int[]> sequences(Random random, int count) {
        List<int[]> sequences = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            sequences.add(random.ints(random.nextInt(1, LONGEST + 1), 5, 60).toArray());
        }
        return sequences;
    }

    private static List<CompletableFuture<float[]>> submitAll(BatchingEngine engine, List<int[]> sequences)
            throws InterruptedException {
        List<CompletableFuture<float[]>> results = new ArrayList<>();
        for (int[] ids : sequences) {
            results.add(submit(engine, ids));
        }
        return results;
    }

    private static CompletableFuture<float[]> submit(BatchingEngine engine, int... ids) throws InterruptedException {
        return engine.submit(List.of(TokenSequence.of(ids)), rows -> rows.get(0));
    }

    private static void assertRight(CompletableFuture<float[]> result, int[] ids) {
        assertThat(result.join()).containsExactly(ids.length, IntStream.of(ids).sum());
    }
}
