package io.rolestream.engine.training.contrastive;

import io.rolestream.common.files.Replacement;
import io.rolestream.engine.checkpoint.CheckpointDirectory;
import io.rolestream.engine.checkpoint.ModelConfig;
import io.rolestream.engine.model.TokenSequence;
import io.rolestream.engine.safetensors.DType;
import io.rolestream.engine.task.SentenceFiles;
import io.rolestream.engine.training.ResumableTraining;
import io.rolestream.engine.training.StartingPoint;
import io.rolestream.engine.training.TokenCheck;
import io.rolestream.engine.training.TrainingRun;
import io.rolestream.engine.training.ValidationResult;
import io.rolestream.engine.training.contrastive.ContrastiveObjective.ContrastiveBatch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Makes a bi-encoder from a base: learns to give a query and the document that suits it vectors with a higher cosine
 * than those of the query and other documents. Measures the model on validation pairs, and keeps the parameters with
 * the lowest loss there. Writes a checkpoint that {@code TextEmbedder} and Python's sentence-transformers read.
 */
public final class ContrastiveTraining extends ResumableTraining {
    private final ContrastiveOptions options;

    private ContrastiveTraining(
            StartingPoint from,
            ModelConfig config,
            ContrastiveExamples training,
            ContrastiveExamples validation,
            ContrastiveOptions options,
            @Nullable Path state)
            throws IOException {
        super(
                from,
                config,
                new ContrastiveObjective(training, options),
                options.training(),
                options.evaluation(),
                Map.of("validation pairs", Long.toHexString(validation.fingerprint())),
                validation.pairs().isEmpty() ? null : run -> measure(run, validation, options),
                state);
        this.options = options;
    }

    /**
     * Prepares a training, or continues a stopped one as if it had not been interrupted.
     *
     * @param training what to learn: at least one pair, with two documents at least
     * @param validation pairs to measure the model on, always among the same candidates; if there are none, the last
     *     parameters are kept
     * @param state null to begin; else the file that {@link #run} or {@link #saveState} wrote, and all other arguments
     *     must be the same as at the start
     * @throws IllegalArgumentException if there is nothing to learn, or a text does not fit the model
     * @throws io.rolestream.engine.safetensors.CheckpointException if the base cannot be read
     * @throws io.rolestream.engine.training.TrainingException if the file is of another training; the message names
     *     what differs
     */
    public static ContrastiveTraining open(
            StartingPoint from,
            ContrastiveExamples training,
            ContrastiveExamples validation,
            ContrastiveOptions options,
            @Nullable Path state)
            throws IOException {
        ModelConfig config = from.config().asEncoder();
        check(config, "training", training);
        check(config, "validation", validation);
        if (training.pairs().isEmpty() || training.documents().size() < 2) {
            throw new IllegalArgumentException("there are " + training.pairs().size() + " pairs with "
                    + training.documents().size()
                    + " documents to train on; a bi-encoder learns from two documents or more");
        }
        return new ContrastiveTraining(from, config, training, validation, options, state);
    }

    private static void check(ModelConfig config, String set, ContrastiveExamples examples) {
        check(config, set + " query ", examples.queries());
        check(config, set + " document ", examples.documents());
    }

    private static void check(ModelConfig config, String name, List<int[]> texts) {
        for (int i = 0; i < texts.size(); i++) {
            TokenCheck.check(config, name + i, texts.get(i));
        }
    }

    private static ValidationResult measure(
            TrainingRun run, ContrastiveExamples validation, ContrastiveOptions options) {
        ContrastiveObjective objective = new ContrastiveObjective(validation, options);
        int size = options.training().batching().batchSize();
        double loss = 0;
        double first = 0;
        for (int from = 0; from < objective.size(); from += size) {
            int to = Math.min(objective.size(), from + size);
            ContrastiveBatch batch = objective.batch(IntStream.range(from, to).toArray(), new SplittableRandom(from));
            InfoNce.Result result = batch.result(run.rows(batch.function(), batch.typedSequences()));
            loss += result.loss().loss() * batch.size();
            first += result.accuracy() * batch.size();
        }
        return new ValidationResult(run.stepsDone(), loss / objective.size(), first / objective.size(), null);
    }

    /** The vectors of texts with the best parameters, {@code [texts][width]}, of length 1. */
    public float[][] vectors(List<int[]> texts) {
        texts.forEach(ids -> TokenCheck.check(config(), "a text", ids));
        return steps().bestRows(
                        ContrastiveObjective.function(options.pooling()),
                        texts.stream().map(TokenSequence::of).toList());
    }

    /** As {@link ResumableTraining#save}, with the files of sentence-transformers. */
    @Override
    public CheckpointDirectory save(Path directory, DType dtype) throws IOException {
        Path unfinished = Replacement.beside(directory);
        try {
            super.save(unfinished, dtype);
            SentenceFiles.write(
                    unfinished,
                    options.pooling(),
                    config().hiddenSize(),
                    Math.min(options.maxTokens(), config().maxTokens()));
            CheckpointDirectory.put(unfinished, directory);
        } catch (IOException | RuntimeException | Error e) {
            Replacement.discard(unfinished, e);
            throw e;
        }
        return CheckpointDirectory.open(directory);
    }
}
