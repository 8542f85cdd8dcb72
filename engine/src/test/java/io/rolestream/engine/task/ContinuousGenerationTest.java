package io.rolestream.engine.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolestream.engine.model.Precision;
import io.rolestream.engine.model.generation.GenerationGolden;
import io.rolestream.engine.precision.DeviceChoice;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Requests that arrive while the only worker decodes others. */
class ContinuousGenerationTest {
    private static final InferenceOptions OPTIONS = InferenceOptions.defaults()
            .withDevice(DeviceChoice.CPU)
            .withPrecision(Precision.FP32)
            .withThreads(1, 1);

    private final Semaphore steps = new Semaphore(0);
    private final CountDownLatch begun = new CountDownLatch(1);

    /** Begins an answer of hundreds of tokens, which takes a step for each piece of text. */
    private CompletableFuture<GeneratedText> beginLongAnswer(TextGenerator generator) throws InterruptedException {
        CompletableFuture<GeneratedText> answer = generator.submit("Kafka", GenerationOptions.greedy(400), piece -> {
            begun.countDown();
            step();
        });
        assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
        return answer;
    }

    /** Gives up after a while, so that a failed test can close its model. */
    private void step() {
        try {
            if (!steps.tryAcquire(20, TimeUnit.SECONDS)) {
                throw new IllegalStateException("no step");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void shouldAnswerALaterRequestBeforeALongAnswerEnds() throws Exception {
        GenerationGolden golden = GenerationGolden.read("smollm2");
        try (TextGenerator generator = TextGenerator.open(GenerationGolden.checkpoint("smollm2"), OPTIONS)) {
            CompletableFuture<GeneratedText> longAnswer = beginLongAnswer(generator);
            List<CompletableFuture<GeneratedText>> later = new ArrayList<>();
            for (String text : golden.texts()) {
                later.add(generator.submit(text, 20));
            }
            steps.release(100);
            for (int i = 0; i < later.size(); i++) {
                assertThat(later.get(i).get(30, TimeUnit.SECONDS).text())
                        .isEqualTo(golden.written().get(i));
            }
            assertThat(longAnswer).isNotDone();
            steps.release(1000);
            String text = longAnswer.get(30, TimeUnit.SECONDS).text();
            assertThat(generator.generate(List.of("Kafka"), 400).get(0).text()).isEqualTo(text);
        }
    }

    @Test
    void shouldFailAnInvalidRequestAlone() throws Exception {
        try (TextGenerator generator = TextGenerator.open(GenerationGolden.checkpoint("smollm2"), OPTIONS)) {
            CompletableFuture<GeneratedText> longAnswer = beginLongAnswer(generator);
            int most = generator.greatestLength();
            CompletableFuture<GeneratedText> invalid = generator.submit("Kafka", most + 1);
            CompletableFuture<GeneratedText> valid = generator.submit("Kafka", 20);
            steps.release(1000);
            assertThatThrownBy(() -> invalid.get(30, TimeUnit.SECONDS)).hasMessageContaining("leaves no room for");
            assertThat(valid.get(30, TimeUnit.SECONDS).tokens()).hasSize(19);
            assertThat(longAnswer.get(30, TimeUnit.SECONDS).tokens())
                    .hasSizeGreaterThan(100)
                    .startsWith(valid.get(30, TimeUnit.SECONDS).tokens());
        }
    }

    @Test
    void shouldLetACancelledAnswerLeaveAndOthersGoOn() throws Exception {
        try (TextGenerator generator = TextGenerator.open(GenerationGolden.checkpoint("smollm2"), OPTIONS)) {
            CompletableFuture<GeneratedText> longAnswer = beginLongAnswer(generator);
            CompletableFuture<GeneratedText> other = generator.submit("Kafka", 200);
            steps.release(20);
            longAnswer.cancel(false);
            steps.release(1000);
            assertThat(other.get(30, TimeUnit.SECONDS).tokens())
                    .isEqualTo(generator.generate(List.of("Kafka"), 200).get(0).tokens());
        }
    }
}
