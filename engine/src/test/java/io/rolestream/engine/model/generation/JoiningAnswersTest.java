package io.rolestream.engine.model.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import io.rolestream.engine.model.Encoder.SequenceFeed;
import io.rolestream.engine.model.TokenSequence;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers that join a batch while others are decoded are those that each prompt has alone. */
class JoiningAnswersTest {
    private static final int MAX_LENGTH = 40;

    /** Some jobs arrive each time that it is asked. */
    private static final class Arrivals implements SequenceFeed {
        private final List<List<DecodingJob>> groups;
        private final Map<Integer, DecodedAnswer> answers = new TreeMap<>();
        private final List<Integer> doneBeforeGroup = new ArrayList<>();
        private int asked;

        Arrivals(List<List<DecodingJob>> groups) {
            this.groups = groups;
        }

        @Override
        public List<TokenSequence> next() {
            if (asked == groups.size()) {
                return List.of();
            }
            doneBeforeGroup.add(answers.size());
            return groups.get(asked++).stream().map(DecodingJob::sequence).toList();
        }

        DecodedAnswer answer(int number) {
            return Objects.requireNonNull(answers.get(number));
        }

        @Override
        public int batchTokens() {
            return 4096;
        }

        @Override
        public void done(int number, float[] row) {
            assertThat(answers.put(number, DecodedAnswer.of(row)))
                    .as("answer %d", number)
                    .isNull();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"t5-tied", "t5-buckets", "bart", "bart-scaled", "llama2", "smollm2", "qwen2-local", "mistral"})
    void shouldGiveEachTheAnswerThatItHasAlone(String name) throws Exception {
        try (GeneratorHarness generator = GeneratorHarness.open(name)) {
            List<DecodingJob> jobs = jobs(generator.golden().prompts());
            Arrivals arrivals = new Arrivals(
                    List.of(jobs.subList(2, 5), List.of(), jobs.subList(5, 6), jobs.subList(6, jobs.size())));

            generator.generate(jobs.subList(0, 2), arrivals);

            assertThat(arrivals.answers).hasSize(jobs.size());
            for (int i = 0; i < jobs.size(); i++) {
                DecodedAnswer alone = generator.generate(List.of(jobs.get(i))).get(0);
                assertThat(arrivals.answer(i).tokens()).as("answer %d", i).isEqualTo(alone.tokens());
                assertThat(arrivals.answer(i).logProbabilities())
                        .containsExactly(alone.logProbabilities(), offset(1e-4f));
            }
        }
    }

    /** Different lengths of prompts and answers, some drawn. */
    private static List<DecodingJob> jobs(List<int[]> prompts) {
        Random random = new Random(7);
        List<DecodingJob> jobs = new ArrayList<>();
        for (int i = 0; i < 14; i++) {
            int[] prompt = prompts.get(i % prompts.size());
            int length = Math.min(prompt.length, 3 + random.nextInt(60));
            DecodingJob job = DecodingJob.generate(
                    Arrays.copyOfRange(prompt, prompt.length - length, prompt.length),
                    i < 2 ? 2 * MAX_LENGTH : 5 + random.nextInt(MAX_LENGTH));
            jobs.add(i % 3 == 1 ? job.withSampling(new TokenSampling(1.5f, 0, 0.95f, i)) : job);
        }
        return jobs;
    }

    @Test
    void shouldHandOutAnAnswerBeforeLongerOnesEnd() throws Exception {
        try (GeneratorHarness generator = GeneratorHarness.open("llama2")) {
            int[] prompt = generator.golden().prompts().get(0);
            Arrivals arrivals = new Arrivals(List.of(List.of(), List.of(), List.of()));

            generator.generate(List.of(DecodingJob.generate(prompt, 60), DecodingJob.generate(prompt, 12)), arrivals);

            assertThat(arrivals.doneBeforeGroup).containsExactly(0, 1, 1);
        }
    }

    /** Learned positions end with the greatest length, also for rows that have ended before. */
    @Test
    void shouldGoOnForLongerThanTheModelHasPositions() throws Exception {
        try (GeneratorHarness generator = GeneratorHarness.open("bart")) {
            int[] prompt = generator.golden().prompts().get(0);
            int most = generator.longestAnswer();
            DecodingJob early = DecodingJob.generate(prompt, 20);
            DecodingJob late = DecodingJob.generate(prompt, most);
            List<List<DecodingJob>> groups = new ArrayList<>();
            for (int i = 0; i < most / 8; i++) {
                groups.add(i % 4 == 1 ? List.of(i == 5 ? late : early) : List.of());
            }
            Arrivals arrivals = new Arrivals(groups);

            generator.generate(List.of(late, early), arrivals);

            int[] alone = generator.generate(List.of(late)).get(0).tokens();
            arrivals.answers
                    .values()
                    .forEach(answer -> assertThat(answer.tokens())
                            .startsWith(Arrays.copyOf(alone, Math.min(18, answer.tokens().length - 1))));
            assertThat(arrivals.answer(0).tokens()).isEqualTo(alone);
        }
    }

    @Test
    void shouldScoreAnswersWhileOthersAreDecoded() throws Exception {
        try (GeneratorHarness generator = GeneratorHarness.open("llama2")) {
            GenerationGolden golden = generator.golden();
            DecodingJob scored = DecodingJob.score(golden.prompts().get(0), golden.answers());
            List<float[]> rows = new ArrayList<>();

            generator.generate(List.of(DecodingJob.generate(golden.prompts().get(1), MAX_LENGTH)), new SequenceFeed() {
                @Override
                public List<TokenSequence> next() {
                    return rows.isEmpty() ? List.of(scored.sequence()) : List.of();
                }

                @Override
                public int batchTokens() {
                    return 4096;
                }

                @Override
                public void done(int number, float[] row) {
                    assertThat(number).isEqualTo(1 - rows.size());
                    rows.add(row);
                }
            });

            assertThat(rows.get(0)).containsExactly(golden.scores().get(0), offset(1e-3f));
        }
    }
}
