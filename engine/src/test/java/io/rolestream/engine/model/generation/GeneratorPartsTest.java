package io.rolestream.engine.model.generation;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import io.rolestream.engine.checkpoint.CheckpointDirectory;
import io.rolestream.engine.model.Encoder;
import io.rolestream.engine.model.PackedSequences;
import io.rolestream.engine.model.Precision;
import io.rolestream.engine.model.StoredParameters;
import io.rolestream.engine.torch.Torch;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A batch whose prompts differ much in length is generated in parts. */
class GeneratorPartsTest {
    private static final int MAX_LENGTH = 12;

    /** Thirty short prompts, and a long one among them. */
    private static List<DecodingJob> jobs() {
        int[] prompt = GenerationGolden.read("t5-untied").prompts().get(0);
        List<DecodingJob> jobs = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            int[] own = Arrays.copyOf(prompt, 3 + i % 3);
            own[0] = 10 + i;
            jobs.add(DecodingJob.generate(own, MAX_LENGTH));
        }
        int[] longer =
                IntStream.range(0, 300).map(i -> prompt[i % prompt.length]).toArray();
        jobs.add(17, DecodingJob.generate(longer, MAX_LENGTH));
        return jobs;
    }

    @Test
    void shouldNotPadAllPromptsToTheLongest() {
        List<int[]> parts =
                Generator.generatedParts(jobs(), IntStream.range(0, 31).toArray());
        assertThat(parts).hasSize(2);
        assertThat(parts.get(0)).hasSize(30).doesNotContain(17);
        assertThat(parts.get(1)).containsExactly(17);
    }

    @Test
    void shouldGiveEachPromptTheAnswerThatItHasAlone() throws IOException {
        Torch.prepareThread(2);
        List<DecodingJob> jobs = jobs();
        CheckpointDirectory checkpoint = GenerationGolden.checkpoint("t5-untied");
        try (StoredParameters parameters = StoredParameters.generator(checkpoint);
                Encoder generator = Generator.of(
                        parameters, GenerationGolden.config(checkpoint), Precision.FP32, true, Device.cpu())) {
            float[][] together = generator.compute(PackedSequences.ofSequences(
                    jobs.stream().map(DecodingJob::sequence).toList()));
            for (int i = 0; i < jobs.size(); i++) {
                float[][] alone = generator.compute(
                        PackedSequences.ofSequences(List.of(jobs.get(i).sequence())));
                assertThat(together[i]).as("prompt %d", i).isEqualTo(alone[0]);
            }
        }
    }
}
