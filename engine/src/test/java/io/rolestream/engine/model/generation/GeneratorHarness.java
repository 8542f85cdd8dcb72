package io.rolestream.engine.model.generation;

import ai.djl.Device;
import io.rolestream.engine.checkpoint.CheckpointDirectory;
import io.rolestream.engine.checkpoint.ModelConfig;
import io.rolestream.engine.model.Encoder.SequenceFeed;
import io.rolestream.engine.model.GeneratorFamily;
import io.rolestream.engine.model.PackedSequences;
import io.rolestream.engine.model.Precision;
import io.rolestream.engine.model.StoredParameters;
import io.rolestream.engine.model.TokenSequence;
import io.rolestream.engine.torch.Torch;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A small checkpoint's generator in FP32, on the calling thread. */
final class GeneratorHarness implements AutoCloseable {
    private static final int MOST = 1000;

    private final String name;
    private final Generator generator;
    private final GenerationGolden golden;

    private GeneratorHarness(String name, Generator generator, GenerationGolden golden) {
        this.name = name;
        this.generator = generator;
        this.golden = golden;
    }

    static GeneratorHarness open(String name) throws IOException {
        Torch.prepareThread(2);
        CheckpointDirectory checkpoint = GenerationGolden.checkpoint(name);
        try (StoredParameters parameters = StoredParameters.generator(checkpoint)) {
            return new GeneratorHarness(
                    name,
                    Generator.of(parameters, GenerationGolden.config(checkpoint), Precision.FP32, false, Device.cpu()),
                    GenerationGolden.read(name));
        }
    }

    GenerationGolden golden() {
        return golden;
    }

    float[] firstLogits(int[] prompt) {
        return generator.compute(PackedSequences.ofSequences(List.of(TokenSequence.of(prompt))))[0];
    }

    /** The answers to jobs, computed together. */
    List<DecodedAnswer> generate(List<DecodingJob> jobs) {
        List<DecodedAnswer> answers = new ArrayList<>();
        for (int from = 0; from < jobs.size(); from += MOST) {
            List<TokenSequence> part = jobs.subList(from, Math.min(jobs.size(), from + MOST)).stream()
                    .map(DecodingJob::sequence)
                    .toList();
            Arrays.stream(generator.compute(PackedSequences.ofSequences(part)))
                    .map(DecodedAnswer::of)
                    .forEach(answers::add);
        }
        return answers;
    }

    /** Computes jobs, and those that join them. */
    void generate(List<DecodingJob> first, SequenceFeed feed) {
        generator.compute(first.stream().map(DecodingJob::sequence).toList(), feed);
    }

    /** The most tokens of an answer, with the one that it begins with. */
    int longestAnswer() throws IOException {
        ModelConfig config = GenerationGolden.checkpoint(name).config();
        return GeneratorFamily.of(config).decoder(config).maxTokens();
    }

    /** The log-probability of each token of an answer, from whole passes over its beginnings. */
    double[] teacherForced(int[] prompt, int[] answer) {
        List<int[]> beginnings = new ArrayList<>();
        for (int length = 1; length <= answer.length; length++) {
            beginnings.add(Arrays.copyOf(answer, length));
        }
        float[] sums = generator
                .compute(PackedSequences.ofSequences(
                        List.of(DecodingJob.score(prompt, beginnings).sequence())))[0];
        double[] each = new double[sums.length];
        for (int i = 0; i < each.length; i++) {
            each[i] = i == 0 ? sums[0] : (double) sums[i] - sums[i - 1];
        }
        return each;
    }

    @Override
    public void close() {
        generator.close();
    }
}
