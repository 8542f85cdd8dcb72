package io.rolestream.engine.training.alignment;

import io.rolestream.common.files.Replacement;
import io.rolestream.engine.checkpoint.CheckpointDirectory;
import io.rolestream.engine.checkpoint.GenerationConfig;
import io.rolestream.engine.model.Precision;
import io.rolestream.engine.safetensors.CheckpointException;
import io.rolestream.engine.training.FrozenDecoder;
import io.rolestream.engine.training.Objective;
import io.rolestream.engine.training.TrainingOptions;
import io.rolestream.engine.training.TrainingRun;
import io.rolestream.engine.training.ValidationResult;
import io.rolestream.engine.training.generation.DecoderTraining;
import io.rolestream.engine.training.generation.DecoderTraining.PresentWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * The policy as it is during a training, with the reference it is held to. To draw answers, its parameters are written
 * to a directory and loaded for inference, so that adapters are merged; the directory is deleted afterwards. For one
 * thread.
 */
public final class LivePolicy implements AutoCloseable {
    private final FrozenDecoder reference;
    private final GenerationConfig generation;
    private final AnswerSampling sampling;
    private final Precision precision;
    private final int threads;
    private final Path scratch;
    private @Nullable TrainingRun run;
    private @Nullable PresentWriter writer;

    private LivePolicy(
            FrozenDecoder reference,
            GenerationConfig generation,
            AnswerSampling sampling,
            Precision precision,
            int threads,
            Path scratch) {
        this.reference = reference;
        this.generation = generation;
        this.sampling = sampling;
        this.precision = precision;
        this.threads = threads;
        this.scratch = scratch;
    }

    /**
     * Loads the reference.
     *
     * @param base the policy at first, for how its answers end
     * @param precision that of the training
     * @param scratch a directory that exists, for the parameters while answers are drawn
     * @throws CheckpointException if a checkpoint cannot be read
     */
    public static LivePolicy open(
            CheckpointDirectory base,
            CheckpointDirectory reference,
            AnswerSampling sampling,
            Precision precision,
            TrainingOptions options,
            Path scratch)
            throws CheckpointException {
        GenerationConfig generation = AnswerSampler.generation(base);
        return new LivePolicy(
                FrozenDecoder.open(reference, options.batching().passTokens(), precision, options.threads()),
                generation,
                sampling,
                precision,
                options.threads(),
                scratch);
    }

    /** Names the training, which exists only after its objective; to be called before the first step. */
    public void attach(TrainingRun newRun, PresentWriter newWriter) {
        run = newRun;
        writer = newWriter;
    }

    private TrainingRun run() {
        if (run == null) {
            throw new IllegalStateException("the policy is used before its training exists");
        }
        return run;
    }

    /** Draws an answer to each prompt. */
    public List<SampledAnswer> sample(List<int[]> prompts, long[] seeds) {
        if (writer == null) {
            throw new IllegalStateException("the policy is used before its training exists");
        }
        Path directory = Replacement.beside(scratch.resolve("policy"));
        try {
            CheckpointDirectory written = writer.write(directory);
            List<SampledAnswer> answers =
                    AnswerSampler.sample(written, generation, precision, prompts, seeds, sampling, threads, () -> {});
            Replacement.delete(directory);
            return answers;
        } catch (IOException e) {
            Replacement.discard(directory, e);
            throw new UncheckedIOException(e);
        } catch (RuntimeException | Error e) {
            Replacement.discard(directory, e);
            throw e;
        }
    }

    /** What a batch's function gives for each of its sequences with the policy as it is. */
    public float[][] rows(Objective.Batch batch) {
        return run().rows(batch);
    }

    /** As {@link #rows}, with the reference. */
    public float[][] referenceRows(Objective.Batch batch) {
        return reference.rows(batch);
    }

    /**
     * Measures the policy by an answer to each validation prompt. Seeds are the same each time, so that results can be
     * compared.
     *
     * @param seed of the training
     * @return the judge's mean score, negated as the loss
     */
    public ValidationResult judged(AlignmentTask task, long seed) {
        long[] seeds = LongStream.range(0, task.validation().size())
                .map(i -> seed - 1 - i)
                .toArray();
        List<SampledAnswer> answers = sample(task.validation(), seeds);
        List<Rollout> rollouts = Rollout.of(answers, this::rows, this::referenceRows, sampling.temperature());
        double[] judged = task.judge().scores(answers, sampling);
        PolicyEvaluation evaluation = new PolicyEvaluation(
                AlignmentMetrics.of(stepsDone(), rollouts, task.reward().scores(answers, sampling), null),
                Arrays.stream(judged).average().orElse(0));
        task.evaluations().accept(evaluation);
        return new ValidationResult(
                stepsDone(), -evaluation.judge(), 1 - evaluation.metrics().withoutEnd(), null);
    }

    /** Where a training is measured that does not draw its own answers. */
    private record PolicyJudge(LivePolicy policy, AlignmentTask task, long seed) implements DecoderTraining.Judge {
        @Override
        public Map<String, String> facts() {
            return task.facts();
        }

        @Override
        public void attach(TrainingRun run, PresentWriter writer) {
            policy.attach(run, writer);
        }

        @Override
        public ValidationResult measure() {
            return policy.judged(task, seed);
        }

        @Override
        public void close() {
            policy.close();
        }
    }

    /**
     * A judge of a training that does not draw its own answers, which measures it as {@link #judged} does and closes
     * this policy.
     *
     * @param seed of the training
     */
    public DecoderTraining.Judge judge(AlignmentTask task, long seed) {
        return new PolicyJudge(this, task, seed);
    }

    public long stepsDone() {
        return run().stepsDone();
    }

    @Override
    public void close() {
        reference.close();
    }
}
