package io.rolestream.engine.model.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenSamplingTest {
    private static final int DRAWS = 4000;

    @ParameterizedTest
    @CsvSource({
        "llama2, 1, 0, 1",
        "llama2, 0.6, 0, 1",
        "llama2, 1.5, 20, 1",
        "llama2, 1, 0, 0.9",
        "llama2, 0.5, 40, 0.7",
        "t5-untied, 0.8, 600, 0.3",
    })
    void shouldDrawFirstTokensFromTheFilteredDistribution(String name, float temperature, int topK, float topP)
            throws Exception {
        try (GeneratorHarness generator = GeneratorHarness.open(name)) {
            int[] prompt = generator.golden().prompts().get(0);
            List<DecodingJob> jobs = IntStream.range(0, DRAWS)
                    .mapToObj(seed -> DecodingJob.generate(prompt, 2)
                            .withSampling(new TokenSampling(temperature, topK, topP, seed)))
                    .toList();
            double[] expected = filtered(generator.firstLogits(prompt), temperature, topK, topP);
            int[] counts = new int[expected.length];
            generator.generate(jobs).forEach(answer -> counts[answer.tokens()[0]]++);
            ChiSquare.assertDrawnFrom(expected, counts);
        }
    }

    /** As transformers' TemperatureLogitsWarper, TopKLogitsWarper and TopPLogitsWarper, one after the other. */
    private static double[] filtered(float[] logits, double temperature, int topK, double topP) {
        Integer[] order = IntStream.range(0, logits.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> -logits[i]))
                .toArray(Integer[]::new);
        int kept = topK == 0 ? order.length : Math.min(topK, order.length);
        double[] weights = new double[logits.length];
        for (int i = 0; i < kept; i++) {
            weights[order[i]] = Math.exp((logits[order[i]] - logits[order[0]]) / temperature);
        }
        double all = Arrays.stream(weights).sum();
        double before = 0;
        for (int i = 0; i < kept; i++) {
            double weight = weights[order[i]];
            if (i > 0 && before >= topP * all) {
                weights[order[i]] = 0;
            }
            before += weight;
        }
        double left = Arrays.stream(weights).sum();
        return Arrays.stream(weights).map(weight -> weight / left).toArray();
    }

    @ParameterizedTest
    @ValueSource(strings = {"llama2", "qwen2", "t5-untied", "bart"})
    void shouldGiveEachJobTheAnswerThatItHasAlone(String name) throws Exception {
        try (GeneratorHarness generator = GeneratorHarness.open(name)) {
            List<int[]> prompts = generator.golden().prompts();
            List<TokenSampling> samplings = List.of(
                    TokenSampling.of(1, 7),
                    new TokenSampling(0.7f, 10, 1, 7),
                    new TokenSampling(1.2f, 0, 0.95f, -3),
                    TokenSampling.GREEDY);
            List<DecodingJob> jobs = IntStream.range(0, 4 * prompts.size())
                    .mapToObj(
                            i -> DecodingJob.generate(prompts.get(i / 4), 3 + i).withSampling(samplings.get(i % 4)))
                    .toList();
            List<DecodedAnswer> together = generator.generate(jobs);
            for (int i = 0; i < jobs.size(); i++) {
                DecodedAnswer alone = generator.generate(List.of(jobs.get(i))).get(0);
                assertThat(together.get(i).tokens()).as("job %d", i).isEqualTo(alone.tokens());
                assertThat(together.get(i).logProbabilities()).containsExactly(alone.logProbabilities(), offset(1e-4f));
            }
            assertThat(together.get(27).tokens())
                    .startsWith(Arrays.copyOf(
                            generator.golden().generated().get(6),
                            Math.min(4, together.get(27).tokens().length)));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"llama2", "qwen2", "t5-untied", "bart"})
    void shouldGiveTheLogProbabilitiesOfAWholePass(String name) throws Exception {
        try (GeneratorHarness generator = GeneratorHarness.open(name)) {
            for (TokenSampling sampling : List.of(TokenSampling.GREEDY, new TokenSampling(1.5f, 50, 0.9f, 11))) {
                List<int[]> prompts = generator.golden().prompts();
                List<DecodedAnswer> answers = generator.generate(prompts.stream()
                        .map(prompt -> DecodingJob.generate(prompt, 24).withSampling(sampling))
                        .toList());
                for (int i = 0; i < answers.size(); i++) {
                    double[] expected = generator.teacherForced(
                            prompts.get(i), answers.get(i).tokens());
                    for (int place = 0; place < expected.length; place++) {
                        assertThat((double) answers.get(i).logProbabilities()[place])
                                .as("prompt %d, token %d", i, place)
                                .isEqualTo(expected[place], offset(1e-4));
                    }
                }
            }
        }
    }

    @Test
    void shouldTakeTheMostLikelyTokenAtTheLowestTemperature() throws Exception {
        try (GeneratorHarness generator = GeneratorHarness.open("llama2")) {
            int[] prompt = generator.golden().prompts().get(0);
            DecodedAnswer answer = generator
                    .generate(List.of(DecodingJob.generate(prompt, 9).withSampling(TokenSampling.of(1e-38f, 3))))
                    .get(0);
            assertThat(answer.tokens())
                    .isEqualTo(Arrays.copyOf(generator.golden().generated().get(0), 8));
        }
    }

    @Test
    void shouldDrawNumbersFromTheUnitInterval() {
        int[] counts = new int[10];
        for (int seed = 0; seed < 100; seed++) {
            for (int step = 0; step < 100; step++) {
                float number = new TokenSampling(1, 0, 1, seed).uniform(step);
                assertThat(number).isGreaterThanOrEqualTo(0).isLessThan(1);
                counts[(int) (10 * number)]++;
            }
        }
        double[] even = new double[10];
        Arrays.fill(even, 0.1);
        ChiSquare.assertDrawnFrom(even, counts);
    }

    @Test
    void shouldRefuseValuesOutOfRange() {
        for (float temperature : new float[] {0, -1, Float.NaN, Float.POSITIVE_INFINITY}) {
            assertThatThrownBy(() -> TokenSampling.of(temperature, 0))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("the temperature must be finite and above 0, not " + temperature);
        }
        for (float topP : new float[] {0, -0.1f, 1.01f, Float.NaN}) {
            assertThatThrownBy(() -> new TokenSampling(1, 0, topP, 0))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("top-p must be above 0 and at most 1, not " + topP);
        }
        assertThatThrownBy(() -> new TokenSampling(1, -1, 1, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("top-k must be at least 0, not -1");
    }
}
