package io.rolestream.engine.training.classification;

import io.rolestream.engine.batching.Rows;
import io.rolestream.engine.checkpoint.ModelConfig;
import io.rolestream.engine.training.Objective;
import io.rolestream.engine.training.ResumableTraining;
import io.rolestream.engine.training.StartingPoint;
import io.rolestream.engine.training.TokenCheck;
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
 * Makes a classifier from a base: trains on examples, measures the model on a validation set, and keeps the parameters
 * that did best there, by macro-F1 and then by loss.
 *
 * <pre>{@code
 * try (FineTuning tuning = FineTuning.open(StartingPoint.of(base), labels, training, validation, options, null)) {
 *     tuning.run(progress -> log.info("{}", progress), stop::get, stateFile);
 *     tuning.save(directory, DType.F32);
 * }
 * }</pre>
 */
public final class FineTuning extends ResumableTraining {
    /** The validation set's key in state files. */
    private static final String IN_STATE_FILES = "hold-out";

    private FineTuning(
            StartingPoint from,
            ModelConfig config,
            Objective objective,
            List<TokenizedExample> validation,
            FineTuningOptions options,
            @Nullable Path state)
            throws IOException {
        super(
                from,
                config,
                objective,
                options.training(),
                options.evaluation(),
                Map.of(IN_STATE_FILES, Long.toHexString(ClassificationObjective.fingerprint(validation))),
                validation.isEmpty() ? null : run -> measure(run, config, validation),
                state);
    }

    /**
     * Prepares a training, or continues a stopped one as if it had not been interrupted.
     *
     * @param labels the names of all labels, at least two
     * @param training what to learn from: at least two labels must occur
     * @param validation what to measure the model on; if empty, training runs to the end and the last parameters are
     *     kept
     * @param state null to begin; else the file that {@link #run} or {@link #saveState} wrote, and all other arguments
     *     must be the same as at the start
     * @throws IllegalArgumentException if the examples don't fit the labels or the model; the message names the first
     *     that does not
     * @throws io.rolestream.engine.safetensors.CheckpointException if the base cannot be read
     * @throws io.rolestream.engine.training.TrainingException if the file is of another training; the message names
     *     what differs
     */
    public static FineTuning open(
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
        check(config, "training", training);
        check(config, "validation", validation);
        requireTwoLabels(config, training);
        Objective objective = new ClassificationObjective(
                training, options.classWeights().of(training, labels.size()), options.labelSmoothing());
        return new FineTuning(from, config, objective, List.copyOf(validation), options, state);
    }

    private static void check(ModelConfig config, String set, List<TokenizedExample> examples) {
        int labels = config.labels().size();
        for (int i = 0; i < examples.size(); i++) {
            String name = set + " example " + i;
            int targets = examples.get(i).target().length;
            if (targets != labels) {
                throw new IllegalArgumentException(
                        name + " has " + targets + " targets, but the model has " + labels + " labels");
            }
            TokenCheck.check(config, name, examples.get(i).ids());
        }
    }

    private static void requireTwoLabels(ModelConfig config, List<TokenizedExample> training) {
        if (training.isEmpty()) {
            throw new IllegalArgumentException("there are no examples to train on");
        }
        int first = training.get(0).label();
        if (training.stream().allMatch(example -> example.label() == first)) {
            throw new IllegalArgumentException("all " + training.size() + " training examples have the label \""
                    + config.labels().get(first) + "\"; a classifier learns from two labels or more");
        }
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
            matrix.add(examples.get(i).label(), Rows.argmax(logits[i]));
        }
        return Scores.of(matrix);
    }

    private static double loss(List<TokenizedExample> examples, float[][] logits) {
        double sum = 0;
        for (int i = 0; i < logits.length; i++) {
            float[] target = examples.get(i).target();
            double greatest = logits[i][Rows.argmax(logits[i])];
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

    /** The logits of the best parameters for token sequences, {@code [sequences][labels]}. */
    public float[][] logits(List<int[]> sequences) {
        sequences.forEach(ids -> TokenCheck.check(config(), "a text", ids));
        return steps().bestLogits(sequences);
    }

    /** Measures the best parameters on other examples, at least one. */
    public Scores scores(List<TokenizedExample> examples) {
        check(config(), "test", examples);
        return scores(
                config(),
                examples,
                steps().bestLogits(examples.stream().map(TokenizedExample::ids).toList()));
    }
}
