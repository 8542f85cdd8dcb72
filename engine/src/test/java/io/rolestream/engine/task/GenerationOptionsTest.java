package io.rolestream.engine.task;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import io.rolestream.engine.model.Precision;
import io.rolestream.engine.model.generation.GenerationGolden;
import io.rolestream.engine.model.generation.TokenSampling;
import io.rolestream.engine.precision.DeviceChoice;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GenerationOptionsTest {
    private static final GenerationOptions GREEDY = GenerationOptions.greedy(20);

    private static TextGenerator open(String name) throws IOException {
        return TextGenerator.open(
                GenerationGolden.checkpoint(name),
                InferenceOptions.defaults()
                        .withDevice(DeviceChoice.CPU)
                        .withPrecision(Precision.FP32)
                        .withThreads(1, 1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"llama2", "qwen2", "t5-tied", "bart"})
    void shouldGiveTheSameAnswerForTheSameSeed(String name) throws Exception {
        GenerationGolden golden = GenerationGolden.read(name);
        TokenSampling sampling = new TokenSampling(1, 100, 0.95f, 5);
        try (TextGenerator generator = open(name)) {
            List<GeneratedText> together = generator.generate(golden.texts(), GREEDY.withSampling(sampling));
            for (int i = 0; i < together.size(); i++) {
                GeneratedText alone = generator
                        .submit(golden.texts().get(i), GREEDY.withSampling(sampling))
                        .join();
                assertThat(alone.tokens()).isEqualTo(together.get(i).tokens());
                GeneratedText other = generator
                        .submit(golden.texts().get(i), GREEDY.withSampling(sampling.withSeed(6)))
                        .join();
                assertThat(other.tokens()).isNotEqualTo(alone.tokens());
            }
        }
    }

    /** The end of the answer, which spans several tokens, and texts of a single one. */
    @ParameterizedTest
    @ValueSource(strings = {"llama2", "qwen2", "t5-tied"})
    void shouldCutAnAnswerBeforeAStopSequence(String name) throws Exception {
        GenerationGolden golden = GenerationGolden.read(name);
        String prompt = golden.texts().get(0);
        String whole = golden.written().get(0);
        try (TextGenerator generator = open(name)) {
            for (int from = 1; from + 5 <= whole.length(); from += 4) {
                String stop = whole.substring(from, from + 5);
                GeneratedText cut = generator
                        .submit(prompt, GREEDY.withStopSequences(List.of("not in the text", stop)))
                        .join();
                GeneratedText free = generator.submit(prompt, GREEDY).join();
                assertThat(cut.text()).isEqualTo(whole.substring(0, whole.indexOf(stop)));
                assertThat(cut.ended()).isTrue();
                assertThat(cut.tokens()).isEqualTo(Arrays.copyOf(free.tokens(), cut.tokens().length));
                assertThat(cut.logProbabilities()).hasSize(cut.tokens().length);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"llama2", "llama3", "smollm2", "qwen2", "mistral", "t5-tied", "t5-untied", "bart"})
    void shouldStreamTheText(String name) throws Exception {
        GenerationGolden golden = GenerationGolden.read(name);
        try (TextGenerator generator = open(name)) {
            for (int seed = 0; seed < 4; seed++) {
                List<String> pieces = Collections.synchronizedList(new ArrayList<>());
                GenerationOptions options = GenerationOptions.greedy(60)
                        .withSampling(new TokenSampling(1, seed == 0 ? 1 : 0, 1, seed))
                        .withStopSequences(List.of("zF", "\n"));
                String prompt = golden.texts().get(seed);
                GeneratedText answer =
                        generator.submit(prompt, options, pieces::add).join();
                assertThat(String.join("", pieces)).isEqualTo(answer.text());
                assertThat(pieces).allSatisfy(piece -> {
                    assertThat(Character.isLowSurrogate(piece.charAt(0))).isFalse();
                    assertThat(Character.isHighSurrogate(piece.charAt(piece.length() - 1)))
                            .isFalse();
                });
                assertThat(answer.tokens())
                        .isEqualTo(generator.submit(prompt, options).join().tokens());
            }
        }
    }

    @Test
    void shouldEndACancelledAnswer() throws Exception {
        try (TextGenerator generator = open("qwen2")) {
            CountDownLatch begun = new CountDownLatch(1);
            CountDownLatch cancelled = new CountDownLatch(1);
            List<String> pieces = Collections.synchronizedList(new ArrayList<>());
            CompletableFuture<GeneratedText> answer =
                    generator.submit("Kafka", GenerationOptions.greedy(500), piece -> {
                        pieces.add(piece);
                        begun.countDown();
                        try {
                            assertThat(cancelled.await(20, SECONDS)).isTrue();
                        } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                        }
                    });
            assertThat(begun.await(20, SECONDS)).isTrue();
            assertThat(answer.cancel(false)).isTrue();
            cancelled.countDown();
            assertThat(generator.generate(List.of("Kafka"), 3)).hasSize(1);
            assertThat(pieces).hasSize(1);
        }
    }

    @Test
    void shouldFailAsTheListenerDoes() throws Exception {
        try (TextGenerator generator = open("qwen2")) {
            CompletableFuture<GeneratedText> answer = generator.submit("Kafka", GREEDY, piece -> {
                throw new IllegalStateException("full");
            });
            assertThatThrownBy(answer::join).hasRootCauseMessage("full");
            assertThat(generator.generate(List.of("Kafka"), 3)).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"llama2", "qwen2", "mistral", "t5-tied", "bart"})
    void shouldWriteOneOfTheAllowedTexts(String name) throws Exception {
        GenerationGolden golden = GenerationGolden.read(name);
        try (TextGenerator generator = open(name)) {
            List<String> allowed =
                    golden.spoken().stream().map(generator::following).toList();
            GenerationOptions options = GenerationOptions.greedy(24).withAllowed(allowed);
            for (GenerationOptions each : List.of(options, options.withSampling(TokenSampling.of(1, 3)))) {
                List<GeneratedText> answers = generator.generate(golden.texts(), each);
                List<ScoredAnswers> scores = generator.logLikelihoods(golden.texts(), allowed);
                for (int i = 0; i < answers.size(); i++) {
                    int place = golden.spoken().indexOf(answers.get(i).text().strip());
                    assertThat(place).isNotNegative();
                    assertThat(answers.get(i).ended()).isTrue();
                    double sum = 0;
                    for (float log : answers.get(i).logProbabilities()) {
                        sum += log;
                    }
                    assertThat(sum).isEqualTo(scores.get(i).logLikelihoods()[place], offset(1e-3));
                }
            }
        }
    }

    @Test
    void shouldRefuseWrongOptions() throws Exception {
        assertThatThrownBy(() -> GREEDY.withStopSequences(List.of("a", "")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a stop sequence must have at least 1 character");
        assertThatThrownBy(() -> GREEDY.withAllowed(List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("there must be at least 1 allowed text, not 0");
        try (TextGenerator generator = open("t5-tied")) {
            assertThatThrownBy(() -> generator.submit("a", GenerationOptions.greedy(1)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("the length of an answer must be from 2 to 2048 tokens, not 1");
            assertThatThrownBy(() ->
                            generator.submit("a", GenerationOptions.greedy(3).withAllowed(List.of("Data Engineer"))))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageMatching("the allowed text \"Data Engineer\" has \\d+ tokens with its end, "
                            + "but the answer can have from 1 to 2");
            assertThatThrownBy(() -> generator.submit("a", GREEDY.withAllowed(List.of("a</s>b"))))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("the allowed text \"a</s>b\" contains a token that ends answers");
        }
    }
}
