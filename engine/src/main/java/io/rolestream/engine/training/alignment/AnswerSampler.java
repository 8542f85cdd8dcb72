package io.rolestream.engine.training.alignment;

import ai.djl.Device;
import io.rolestream.engine.checkpoint.CheckpointDirectory;
import io.rolestream.engine.checkpoint.GenerationConfig;
import io.rolestream.engine.model.GeneratorFamily;
import io.rolestream.engine.model.LengthBatches;
import io.rolestream.engine.model.PackedSequences;
import io.rolestream.engine.model.Precision;
import io.rolestream.engine.model.StoredParameters;
import io.rolestream.engine.model.TokenSequence;
import io.rolestream.engine.model.generation.DecodedAnswer;
import io.rolestream.engine.model.generation.DecodingJob;
import io.rolestream.engine.model.generation.Generator;
import io.rolestream.engine.model.generation.TokenSampling;
import io.rolestream.engine.safetensors.CheckpointException;
import io.rolestream.engine.torch.Torch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Draws answers from a policy by pure sampling. On a CPU; the calling thread computes. */
public final class AnswerSampler {
    /** Tokens of prompts and answers that are generated together, which bounds memory. */
    private static final int TOKENS = 1 << 14;

    private AnswerSampler() {}

    /**
     * How a decoder's answers end.
     *
     * @throws IllegalArgumentException if no token ends them, or one is forced, so that answers cannot be drawn from
     *     the model's own distribution
     */
    public static GenerationConfig generation(CheckpointDirectory policy) throws CheckpointException {
        GenerationConfig config = GeneratorFamily.generation(policy);
        if (config.ends().isEmpty() || config.forcedFirst() != null || config.forcedLast() != null) {
            throw new IllegalArgumentException(policy.path()
                    + " has no token that ends answers, or forces one; correct its " + GenerationConfig.FILE);
        }
        return config;
    }

    /**
     * Draws an answer to each prompt.
     *
     * @param generation how its answers end
     * @param precision FP32 or BF16, that of the training
     * @param seeds one for each prompt; the same seed, prompt and policy give the same answer
     * @param threads per operation
     * @param between is called before each part of the prompts, and may throw
     */
    public static List<SampledAnswer> sample(
            CheckpointDirectory policy,
            GenerationConfig generation,
            Precision precision,
            List<int[]> prompts,
            long[] seeds,
            AnswerSampling sampling,
            int threads,
            Runnable between)
            throws CheckpointException {
        SampledAnswer[] answers = new SampledAnswer[prompts.size()];
        Torch.prepareThread(threads);
        try (StoredParameters parameters = StoredParameters.generator(policy);
                Generator generator = Generator.of(parameters, generation, precision, false, Device.cpu())) {
            List<TokenSequence> jobs = new ArrayList<>();
            for (int i = 0; i < seeds.length; i++) {
                jobs.add(DecodingJob.generate(prompts.get(i), sampling.maxTokens() + 1)
                        .withSampling(TokenSampling.of((float) sampling.temperature(), seeds[i]))
                        .sequence());
            }
            for (int[] part :
                    LengthBatches.of(jobs.stream().map(TokenSequence::ids).toList(), TOKENS)) {
                between.run();
                float[][] rows = generator.compute(PackedSequences.ofSequences(
                        Arrays.stream(part).mapToObj(jobs::get).toList()));
                for (int i = 0; i < part.length; i++) {
                    answers[part[i]] = SampledAnswer.cut(
                            prompts.get(part[i]), DecodedAnswer.of(rows[i]).tokens(), generation.ends());
                }
            }
        }
        return List.of(answers);
    }
}
