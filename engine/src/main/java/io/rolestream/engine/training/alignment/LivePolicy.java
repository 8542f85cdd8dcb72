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
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * The policy as it is during a training, with the reference it is held to. To draw answers, its parameters are written
 * to a directory and loaded for inference, so that adapters are merged; the directory is deleted afterwards. For one
 * thread.
 */
public final class LivePolicy implements AutoCloseable {
    /** Writes the parameters as they are to a directory that does not exist yet. */
    @FunctionalInterface
    public interface Writer {
        CheckpointDirectory write(Path directory) throws IOException;
    }

    private final FrozenDecoder reference;
    private final GenerationConfig generation;
    private final AnswerSampling sampling;
    private final Precision precision;
    private final int threads;
    private final Path scratch;
    private @Nullable TrainingRun run;
    private @Nullable Writer writer;

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
    public void attach(TrainingRun newRun, Writer newWriter) {
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
                    AnswerSampler.sample(written, generation, precision, prompts, seeds, sampling, threads);
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
     * What a judge says of an answer to each validation prompt: its mean score, negated as the loss. Seeds are the same
     * each time, so that results can be compared.
     *
     * @param seed of the training
     */
    public ValidationResult judged(AlignmentTask task, long seed) {
        long[] seeds = LongStream.range(0, task.validation().size())
                .map(i -> seed - 1 - i)
                .toArray();
        List<SampledAnswer> answers = sample(task.validation(), seeds);
        double[] scores = task.judge().scores(answers, sampling);
        double ended = answers.stream().filter(SampledAnswer::ended).count();
        return new ValidationResult(
                stepsDone(), -Arrays.stream(scores).average().orElse(0), ended / scores.length, null);
    }

    public long stepsDone() {
        return run().stepsDone();
    }

    @Override
    public void close() {
        reference.close();
    }
}
