package io.rolestream.engine.model.generation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnswerWatchTest {
    private static final int MAX_LENGTH = 60;

    /** Notes the lengths that it is shown, and ends or cancels the answer at one of them. */
    private static final class Recorder implements AnswerWatch {
        private final List<Integer> lengths = new ArrayList<>();
        private final boolean streamed;
        private final int endsAt;
        private final int cancelledAt;

        Recorder(boolean streamed, int endsAt, int cancelledAt) {
            this.streamed = streamed;
            this.endsAt = endsAt;
            this.cancelledAt = cancelledAt;
        }

        @Override
        public boolean isCancelled() {
            return lengths.size() >= cancelledAt;
        }

        @Override
        public boolean isStreamed() {
            return streamed;
        }

        @Override
        public boolean readsTokens() {
            return true;
        }

        @Override
        public boolean endsAfter(int[] tokens) {
            lengths.add(tokens.length);
            return tokens.length >= endsAt;
        }
    }

    /** Other answers in the batch are not affected. */
    @ParameterizedTest
    @CsvSource({"true, 5, 5", "false, 5, 12"})
    void shouldEndACancelledAnswerWithinOneCall(boolean streamed, int cancelledAt, int most) throws Exception {
        try (GeneratorHarness generator = GeneratorHarness.open("llama2")) {
            List<int[]> prompts = generator.golden().prompts();
            Recorder recorder = new Recorder(streamed, MAX_LENGTH, cancelledAt);
            List<DecodingJob> jobs = new ArrayList<>(prompts.stream()
                    .map(prompt -> DecodingJob.generate(prompt, MAX_LENGTH))
                    .toList());
            jobs.set(2, jobs.get(2).withWatch(recorder));
            List<DecodedAnswer> answers = generator.generate(jobs);
            assertThat(recorder.lengths).hasSizeBetween(cancelledAt, most);
            assertThat(answers.get(2).tokens()).hasSize(recorder.lengths.size());
            for (int i = 0; i < answers.size(); i++) {
                int[] tokens = answers.get(i).tokens();
                assertThat(tokens)
                        .isEqualTo(Arrays.copyOf(generator.golden().generated().get(i), tokens.length));
                if (i != 2) {
                    assertThat(tokens).hasSize(MAX_LENGTH - 1);
                }
            }
        }
    }

    @Test
    void shouldNotGenerateWhatIsCancelledBefore() throws Exception {
        try (GeneratorHarness generator = GeneratorHarness.open("t5-untied")) {
            Recorder recorder = new Recorder(false, MAX_LENGTH, 0);
            int[] prompt = generator.golden().prompts().get(0);
            List<DecodedAnswer> answers = generator.generate(
                    List.of(DecodingJob.generate(prompt, MAX_LENGTH).withWatch(recorder)));
            assertThat(answers.get(0).tokens()).isEmpty();
            assertThat(recorder.lengths).isEmpty();
        }
    }

    @Test
    void shouldShowEachTokenOnceAndEndWhereItIsTold() throws Exception {
        try (GeneratorHarness generator = GeneratorHarness.open("llama2")) {
            Recorder recorder = new Recorder(false, 3, Integer.MAX_VALUE);
            int[] prompt = generator.golden().prompts().get(0);
            List<DecodedAnswer> answers = generator.generate(
                    List.of(DecodingJob.generate(prompt, MAX_LENGTH).withWatch(recorder)));
            assertThat(recorder.lengths).containsExactly(1, 2, 3);
            assertThat(answers.get(0).tokens())
                    .isEqualTo(Arrays.copyOf(generator.golden().generated().get(0), 3));
        }
    }
}
