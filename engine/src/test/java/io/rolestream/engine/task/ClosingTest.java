package io.rolestream.engine.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolestream.engine.model.Golden;
import io.rolestream.engine.model.Precision;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Every text comes to an end when its classifier does. */
@Timeout(60)
class ClosingTest {
    private static final InferenceOptions OPTIONS = InferenceOptions.defaults()
            .withPrecision(Precision.FP32)
            .withThreads(2, 1)
            .withTokens(64, 512);

    @RepeatedTest(5)
    void shouldCompleteWhatWasTakenWhenClosedDuringLoad() throws Exception {
        List<CompletableFuture<Prediction>> results = loadUntil(TextClassifier::close);
        assertThat(results).isNotEmpty().noneMatch(CompletableFuture::isCompletedExceptionally);
    }

    @RepeatedTest(5)
    void shouldFailWhatIsNotComputedWhenTheProcessEndsDuringLoad() throws Exception {
        List<CompletableFuture<Prediction>> results = loadUntil(classifier -> {
            classifier.stopForExit();
            assertThatThrownBy(() -> classifier.submit("t5")).isInstanceOf(EngineClosedException.class);
            classifier.close();
        });
        assertThat(results).isNotEmpty().allSatisfy(ClosingTest::assertComputedOrClosed);
    }

    private static void assertComputedOrClosed(CompletableFuture<Prediction> result) {
        if (result.isCompletedExceptionally()) {
            assertThatThrownBy(result::join).hasCauseInstanceOf(EngineClosedException.class);
        }
    }

    /** What several callers got who submitted until they were refused, all of it complete. */
    private static List<CompletableFuture<Prediction>> loadUntil(Consumer<TextClassifier> end) throws Exception {
        Queue<CompletableFuture<Prediction>> results = new ConcurrentLinkedQueue<>();
        TextClassifier classifier =
                TextClassifier.of(Golden.checkpoint("roberta"), new FaultyEncoder(batch -> {}), OPTIONS);
        List<CompletableFuture<Void>> callers = new ArrayList<>();
        CountDownLatch running = new CountDownLatch(4);
        for (int caller = 0; caller < 4; caller++) {
            callers.add(CompletableFuture.runAsync(
                    () -> submitUntilRefused(classifier, results, running), task -> new Thread(task).start()));
        }
        running.await();
        end.accept(classifier);
        for (CompletableFuture<Void> caller : callers) {
            caller.get(10, TimeUnit.SECONDS);
        }
        for (CompletableFuture<Prediction> result : results) {
            assertThat(result.isDone()).isTrue();
        }
        return List.copyOf(results);
    }

    private static void submitUntilRefused(
            TextClassifier classifier, Queue<CompletableFuture<Prediction>> results, CountDownLatch running) {
        int submitted = 0;
        try {
            while (true) {
                results.add(classifier.submit("t5 t6 t7 t8"));
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
        try (TextClassifier classifier = TextClassifier.of(Golden.checkpoint("roberta"), waiting, OPTIONS)) {
            CompletableFuture<Void> closed = classifier.submit("t5").thenAccept(prediction -> classifier.close());
            prepared.countDown();
            assertThatThrownBy(() -> closed.get(10, TimeUnit.SECONDS))
                    .isInstanceOf(ExecutionException.class)
                    .hasMessageContaining("cannot be closed by a thread that computes for it");
        }
    }

    @Test
    void shouldDoNothingWhenClosedAgain() throws IOException {
        TextClassifier classifier = TextClassifier.open(Golden.checkpoint("roberta"), OPTIONS);
        classifier.close();
        classifier.close();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
