package io.rolestream.engine.training.classification;

import io.rolestream.engine.checkpoint.ModelConfig;
import io.rolestream.engine.model.Head;
import io.rolestream.engine.model.Parameters;
import io.rolestream.engine.training.EncoderTraining;
import io.rolestream.engine.training.Objective;
import io.rolestream.engine.training.StartingPoint;
import io.rolestream.engine.training.TrainingException;
import io.rolestream.engine.training.TrainingLoop;
import io.rolestream.engine.training.TrainingRun;
import io.rolestream.engine.training.ValidationResult;
import io.rolestream.evaluation.scores.ConfusionMatrix;
import io.rolestream.evaluation.scores.Scores;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes a classifier of a base: trains on examples, measures the model on a validation set, and keeps the parameters
 * that did best there, by macro-F1 and then by loss. It can be stopped after any step and resumed from its state file.
 * Used by one thread.
 *
 * <pre>{@code
 * try (FineTuning tuning = FineTuning.start(StartingPoint.of(base), labels, training, validation, options)) {
 *     tuning.run(progress -> log.info("{}", progress), stop::get, stateFile);
 *     tuning.save(directory, DType.F32);
 * }
 * }</pre>
 */
public final class FineTuning extends EncoderTraining {
    /** The validation set's key in state files, which those of earlier releases have too. */
    private static final String IN_STATE_FILES = "hold-out";

    private FineTuning(StartingPoint from, ModelConfig config, TrainingLoop loop) {
        super(from, config, loop);
    }

    /**
     * Prepares a training.
     *
     * @param labels the names of all labels, at least two
     * @param training what to learn from: at least two labels must occur
     * @param validation what to measure the model on; with none it is trained to the end, and the last parameters are
     *     taken
     * @throws IllegalArgumentException if the examples don't fit the labels or the model; the message names the first
     *     that does not
     * @throws io.rolestream.engine.safetensors.CheckpointException if the base cannot be read
     */
    public static FineTuning start(
            StartingPoint from,
            List<String> labels,
            List<TokenizedExample> training,
            List<TokenizedExample> validation,
            FineTuningOptions options)
            throws IOException {
        return open(from, labels, training, validation, options, null);
    }

    /**
     * Continues a stopped training as if it had not been interrupted.
     *
     * @param state the file that {@link #run} or {@link #saveState} wrote; all other arguments must be the same as at
     *     the start
     * @throws TrainingException if the file is of another training; the message names what differs
     */
    public static FineTuning resume(
            StartingPoint from,
            List<String> labels,
            List<TokenizedExample> training,
            List<TokenizedExample> validation,
            FineTuningOptions options,
            Path state)
            throws IOException {
        return open(from, labels, training, validation, options, state);
    }

    private static FineTuning open(
            StartingPoint from,
            List<String> labels,
            List<TokenizedExample> training,
            List<TokenizedExample> validation,
            FineTuningOptions options,
            @Nullable Path state)
            throws IOException {
        if (labels.size() < 2) {
            throw new IllegalArgumentException("a classifier needs at least two labels, not " + labels);
        }
        ModelConfig config = from.config().withLabels(labels);
        ExampleCheck.check(config, "training", training);
        ExampleCheck.check(config, "validation", validation);
        ExampleCheck.requireTwoLabels(config, training);
        List<TokenizedExample> measured = List.copyOf(validation);
        Objective objective = new ClassificationObjective(
                training, options.classWeights().of(training, labels.size()), options.labelSmoothing());
        Parameters parameters =
                from.parameters(config, Head.CLASSIFIER, options.training().seed());
        TrainingLoop loop = TrainingLoop.open(
                parameters,
                objective,
                options.training(),
                options.evaluation(),
                Map.of(IN_STATE_FILES, Long.toHexString(ClassificationObjective.fingerprint(measured))),
                measured.isEmpty() ? null : run -> measure(run, config, measured),
                state);
        return new FineTuning(from, config, loop);
    }

    private static ValidationResult measure(TrainingRun run, ModelConfig config, List<TokenizedExample> examples) {
        float[][] logits =
                run.logits(examples.stream().map(TokenizedExample::ids).toList());
        Scores scores = scores(config, examples, logits);
        return new ValidationResult(run.stepsDone(), loss(examples, logits), scores.accuracy(), scores.macroF1());
    }

    private static Scores scores(ModelConfig config, List<TokenizedExample> examples, float[][] logits) {
        ConfusionMatrix matrix = new ConfusionMatrix(config.labels());
        for (int i = 0; i < logits.length; i++) {
            matrix.add(examples.get(i).label(), greatest(logits[i]));
        }
        return Scores.of(matrix);
    }

    private static int greatest(float[] values) {
        int best = 0;
        for (int i = 1; i < values.length; i++) {
            if (values[i] > values[best]) {
                best = i;
            }
        }
        return best;
    }

    /** The mean cross-entropy. */
    private static double loss(List<TokenizedExample> examples, float[][] logits) {
        double sum = 0;
        for (int i = 0; i < logits.length; i++) {
            float[] target = examples.get(i).target();
            double greatest = logits[i][greatest(logits[i])];
            double exponentials = 0;
            double expected = 0;
            for (int label = 0; label < target.length; label++) {
                exponentials += Math.exp(logits[i][label] - greatest);
                expected += target[label] * (logits[i][label] - greatest);
            }
            sum += Math.log(exponentials) - expected;
        }
        return sum / logits.length;
    }

    /**
     * Measures the best parameters on other examples.
     *
     * @param examples at least one
     */
    public Scores scores(List<TokenizedExample> examples) {
        ExampleCheck.check(config(), "test", examples);
        return scores(
                config(),
                examples,
                steps().bestLogits(examples.stream().map(TokenizedExample::ids).toList()));
    }
}
