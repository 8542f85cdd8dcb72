package io.rolestream.engine.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolestream.engine.batching.FaultyEncoder;
import io.rolestream.engine.batching.NativeMemory;
import io.rolestream.engine.model.Golden;
import io.rolestream.engine.model.Precision;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A process that opens and closes one model after the other while it computes another, as where versions follow each
 * other.
 */
@Timeout(300)
@Tag("full")
class ReopeningTest {
    private static final int WARM_UP = 50;
    private static final int ROUNDS = 3;
    private static final int TIMES = 70;

    /** The weights alone take 85 KiB, so that models left open would come to 6 MiB in every round. */
    private static final long BOUND_KIB = 3 * 1024;

    @ParameterizedTest
    @EnumSource(names = {"FP32", "INT8"})
    void shouldLeaveNoMemoryAndNoThreads(Precision precision) throws Exception {
        NativeMemory.assumeMeasurable();
        InferenceOptions options =
                InferenceOptions.defaults().withPrecision(precision).withThreads(2, 1);
        AtomicBoolean done = new AtomicBoolean();
        try (TextClassifier other = TextClassifier.open(Golden.checkpoint("roberta"), options)) {
            CompletableFuture<Void> load = CompletableFuture.runAsync(
                    () -> computeUntil(done, other), task -> new Thread(task, "load").start());
            try {
                openAndClose(options, WARM_UP);
                long threads = classifierThreads();
                assertThat(leastGrowth(options)).as("KiB grown").isLessThan(BOUND_KIB);
                assertThat(classifierThreads()).isEqualTo(threads);
            } finally {
                done.set(true);
                load.join();
            }
        }
        assertThat(classifierThreads()).isZero();
    }

    /** KiB; what the Java heap and allocators do by themselves comes in single steps, a leak in every round. */
    private static long leastGrowth(InferenceOptions options) throws IOException, InterruptedException {
        long least = Long.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
            long before = NativeMemory.kib();
            openAndClose(options, TIMES);
            least = Math.min(least, NativeMemory.kib() - before);
        }
        return least;
    }

    @Test
    void shouldBeForgottenOnceClosed() throws Exception {
        List<WeakReference<TextClassifier>> closed = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            try (TextClassifier classifier = TextClassifier.of(
                    Golden.checkpoint("roberta"), new FaultyEncoder(batch -> {}), InferenceOptions.defaults())) {
                closed.add(new WeakReference<>(classifier));
            }
        }
        for (int i = 0; i < 50 && closed.stream().anyMatch(reference -> reference.get() != null); i++) {
            System.gc();
            Thread.sleep(20);
        }
        assertThat(closed).allSatisfy(reference -> assertThat(reference.get()).isNull());
    }

    private static void openAndClose(InferenceOptions options, int times) throws IOException, InterruptedException {
        for (int i = 0; i < times; i++) {
            try (TextClassifier classifier = TextClassifier.open(Golden.checkpoint("roberta"), options)) {
                assertThat(classifier.classify(List.of("t5 t6 t7"))).hasSize(1);
            }
        }
    }

    private static void computeUntil(AtomicBoolean done, TextClassifier classifier) {
        try {
            while (!done.get()) {
                assertThat(classifier.classify(List.of("t5 t6", "t7 t8 t9"))).hasSize(2);
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static long classifierThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("classifier-"))
                .count();
    }
}
