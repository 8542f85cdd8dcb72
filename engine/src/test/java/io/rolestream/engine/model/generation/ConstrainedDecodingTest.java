package io.rolestream.engine.model.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConstrainedDecodingTest {
    private static final int END = 2;

    /** Their beginnings are shared in several ways, and one is the beginning of others. */
    private static final List<int[]> TEXTS = List.of(
            new int[] {35, 36, 37, 38, 39, 40, 41, 42, 43, 44, END},
            new int[] {35, 36, 37, 38, 39, 40, 41, 42, 45, END},
            new int[] {35, 36, END},
            new int[] {35, 46, END},
            new int[] {47, 48, END});

    private static final TokenSampling SAMPLING = new TokenSampling(1.3f, 0, 1, 0);

    @ParameterizedTest
    @ValueSource(strings = {"llama2", "qwen2", "bart"})
    void shouldTakeTheMostLikelyTokenThatContinuesAText(String name) throws Exception {
        try (GeneratorHarness generator = GeneratorHarness.open(name)) {
            List<int[]> prompts = generator.golden().prompts();
            List<DecodedAnswer> answers = generator.generate(prompts.stream()
                    .map(prompt -> DecodingJob.generate(prompt, 20).withAllowed(TEXTS))
                    .toList());
            for (int i = 0; i < answers.size(); i++) {
                assertThat(answers.get(i).tokens()).isEqualTo(mostLikely(generator, prompts.get(i)));
            }
        }
    }

    private static int[] mostLikely(GeneratorHarness generator, int[] prompt) {
        List<int[]> left = TEXTS;
        for (int place = 0; left.size() > 1 || left.get(0).length > place; place++) {
            int at = place;
            double most = Double.NEGATIVE_INFINITY;
            int best = -1;
            for (int[] text : left) {
                double log = generator.teacherForced(prompt, Arrays.copyOf(text, at + 1))[at];
                if (log > most) {
                    most = log;
                    best = text[at];
                }
            }
            int token = best;
            left = left.stream().filter(text -> text[at] == token).toList();
        }
        return left.get(0);
    }

    @Test
    void shouldDrawTextsFromTheRestrictedDistribution() throws Exception {
        try (GeneratorHarness generator = GeneratorHarness.open("llama2")) {
            int[] prompt = generator.golden().prompts().get(0);
            List<DecodingJob> jobs = IntStream.range(0, 2000)
                    .mapToObj(seed -> DecodingJob.generate(prompt, 12)
                            .withSampling(SAMPLING.withSeed(seed))
                            .withAllowed(TEXTS))
                    .toList();
            int[] counts = new int[TEXTS.size()];
            for (DecodedAnswer answer : generator.generate(jobs)) {
                counts[index(answer.tokens())]++;
            }
            double[] expected = TEXTS.stream()
                    .mapToDouble(text -> probability(generator, prompt, text))
                    .toArray();
            ChiSquare.assertDrawnFrom(expected, counts);
        }
    }

    private static int index(int[] tokens) {
        return IntStream.range(0, TEXTS.size())
                .filter(i -> Arrays.equals(TEXTS.get(i), tokens))
                .findFirst()
                .orElseThrow();
    }

    private static double probability(GeneratorHarness generator, int[] prompt, int[] text) {
        double probability = 1;
        for (int place = 0; place < text.length; place++) {
            int at = place;
            int[] choices = TEXTS.stream()
                    .filter(other -> other.length > at && Arrays.equals(other, 0, at, text, 0, at))
                    .mapToInt(other -> other[at])
                    .distinct()
                    .toArray();
            double sum = 0;
            double own = 0;
            for (int choice : choices) {
                int[] beginning = Arrays.copyOf(text, at + 1);
                beginning[at] = choice;
                double weight = Math.exp(generator.teacherForced(prompt, beginning)[at] / SAMPLING.temperature());
                sum += weight;
                own += choice == text[at] ? weight : 0;
            }
            probability *= own / sum;
        }
        return probability;
    }

    /** A batch has restricted answers and others, greedy and sampled. */
    @ParameterizedTest
    @ValueSource(strings = {"llama2", "bart"})
    void shouldRestrictOnlyTheJobsThatAskForIt(String name) throws Exception {
        try (GeneratorHarness generator = GeneratorHarness.open(name)) {
            List<int[]> prompts = generator.golden().prompts();
            List<DecodedAnswer> answers = generator.generate(IntStream.range(0, 2 * prompts.size())
                    .mapToObj(i -> i % 2 == 0
                            ? DecodingJob.generate(prompts.get(i / 2), 30)
                            : DecodingJob.generate(prompts.get(i / 2), 30)
                                    .withSampling(SAMPLING)
                                    .withAllowed(TEXTS))
                    .toList());
            for (int i = 0; i < prompts.size(); i++) {
                int[] free = answers.get(2 * i).tokens();
                int[] golden = generator.golden().generated().get(i);
                int same = name.equals("bart") ? Math.min(28, free.length) : free.length;
                assertThat(Arrays.copyOf(free, same)).isEqualTo(Arrays.copyOf(golden, same));
                assertThat(index(answers.get(2 * i + 1).tokens())).isNotNegative();
            }
        }
    }

    @Test
    void shouldRefuseAnAllowedAnswerThatIsTooLong() {
        DecodingJob job = DecodingJob.generate(new int[] {1}, 11);
        assertThatThrownBy(() -> job.withAllowed(TEXTS))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("an allowed answer has 11 tokens, but answers can have 10 at most");
    }
}
