package io.rolestream.engine.training.alignment.rloo;

import io.rolestream.common.files.Replacement;
import io.rolestream.engine.checkpoint.CheckpointDirectory;
import io.rolestream.engine.checkpoint.GenerationConfig;
import io.rolestream.engine.model.Precision;
import io.rolestream.engine.training.FrozenDecoder;
import io.rolestream.engine.training.Objective;
import io.rolestream.engine.training.TrainingRun;
import io.rolestream.engine.training.alignment.AnswerSampler;
import io.rolestream.engine.training.alignment.AnswerSampling;
import io.rolestream.engine.training.alignment.SampledAnswer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The policy as it is during a training, with the reference it is held to. To draw answers, its parameters are written
 * to a directory and loaded for inference, so that adapters are merged; the directory is deleted afterwards. For one
 * thread.
 */
final class LivePolicy implements AutoCloseable {
    /** Writes the parameters as they are to a directory that does not exist yet. */
    @FunctionalInterface
    interface Writer {
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

    /** @param scratch a directory that exists, for the parameters while answers are drawn */
    LivePolicy(
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

    /** Names the training, which exists only after its objective; to be called before the first step. */
    void attach(TrainingRun newRun, Writer newWriter) {
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
    List<SampledAnswer> sample(List<int[]> prompts, long[] seeds) {
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

    float[][] rows(Objective.Batch batch) {
        return run().rows(batch);
    }

    float[][] referenceRows(Objective.Batch batch) {
        return reference.rows(batch);
    }

    long stepsDone() {
        return run().stepsDone();
    }

    @Override
    public void close() {
        reference.close();
    }
}
