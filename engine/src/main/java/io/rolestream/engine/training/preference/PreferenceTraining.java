package io.rolestream.engine.training.preference;

import io.rolestream.engine.checkpoint.ModelConfig;
import io.rolestream.engine.model.TokenSequence;
import io.rolestream.engine.training.EvaluationPlan;
import io.rolestream.engine.training.ResumableTraining;
import io.rolestream.engine.training.StartingPoint;
import io.rolestream.engine.training.TokenCheck;
import io.rolestream.engine.training.TrainingOptions;
import io.rolestream.engine.training.TrainingRun;
import io.rolestream.engine.training.ValidationResult;
import io.rolestream.engine.training.preference.PreferenceObjective.PreferenceBatch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Makes a reward model from a base: a cross-encoder with one label, {@value #LABEL}, whose score is higher for the
 * preferred of two pairs of texts. Measures the model on validation preferences, and keeps the parameters with the
 * lowest loss there. {@code PairScorer} and {@code AutoModelForSequenceClassification} of Python's transformers read
 * the checkpoint.
 *
 * <p>The ranking loss sees only differences, so the level of the scores is arbitrary; a small centring loss keeps it
 * near 0, and {@link #calibrate} makes it 0 on average over reference pairs. A new head begins with the deviation
 * {@code 1 / sqrt(width + 1)} (Stiennon et al. 2020).
 */
public final class PreferenceTraining extends ResumableTraining {
    public static final String LABEL = "relevance";

    /** The weight of the centring loss. */
    private static final double CENTRING = 0.01;

    private PreferenceTraining(
            StartingPoint from,
            ModelConfig config,
            PreferenceExamples training,
            PreferenceExamples validation,
            TrainingOptions options,
            EvaluationPlan plan,
            @Nullable Path state)
            throws IOException {
        super(
                from,
                config,
                new PreferenceObjective(training, CENTRING),
                options,
                plan,
                Map.of("validation preferences", Long.toHexString(validation.fingerprint())),
                validation.preferences().isEmpty()
                        ? null
                        : run -> measure(run, validation, options.batching().batchSize()),
                state);
    }

    /**
     * Prepares a training, or continues a stopped one as if it had not been interrupted.
     *
     * @param training what to learn: at least one preference
     * @param validation preferences to measure the model on; if there are none, the last parameters are kept
     * @param plan when the validation set is measured
     * @param state null to begin; else the file that {@link #run} or {@link #saveState} wrote, and all other arguments
     *     must be the same as at the start
     * @throws IllegalArgumentException if there is nothing to learn, or a sequence does not fit the model
     * @throws io.rolestream.engine.safetensors.CheckpointException if the base cannot be read
     * @throws io.rolestream.engine.training.TrainingException if the file is of another training; the message names
     *     what differs
     */
    public static PreferenceTraining open(
            StartingPoint from,
            PreferenceExamples training,
            PreferenceExamples validation,
            TrainingOptions options,
            EvaluationPlan plan,
            @Nullable Path state)
            throws IOException {
        ModelConfig config = from.config().withLabels(List.of(LABEL));
        check(config, "training pair ", training.sequences());
        check(config, "validation pair ", validation.sequences());
        if (training.preferences().isEmpty()) {
            throw new IllegalArgumentException("there are no preferences to train on");
        }
        PreferenceTraining made = new PreferenceTraining(from, config, training, validation, options, plan, state);
        try {
            made.begin(state);
            return made;
        } catch (RuntimeException | Error e) {
            made.close();
            throw e;
        }
    }

    private void begin(@Nullable Path state) {
        if (state == null && steps().hasNewHead()) {
            steps().scaleOutput((float) (1 / Math.sqrt(config().hiddenSize() + 1.0) / config().initializerRange()));
        }
    }

    private static void check(ModelConfig config, String name, List<TokenSequence> sequences) {
        for (int i = 0; i < sequences.size(); i++) {
            TokenCheck.check(config, name + i, sequences.get(i).ids());
        }
    }

    private static ValidationResult measure(TrainingRun run, PreferenceExamples validation, int size) {
        PreferenceObjective objective = new PreferenceObjective(validation, CENTRING);
        double loss = 0;
        double right = 0;
        for (int from = 0; from < objective.size(); from += size) {
            int to = Math.min(objective.size(), from + size);
            PreferenceBatch batch = objective.batch(IntStream.range(from, to).toArray(), new SplittableRandom(from));
            PreferenceObjective.Result result = batch.result(run.rows(batch.function(), batch.typedSequences()));
            loss += result.loss().loss() * batch.size();
            right += result.accuracy() * batch.size();
        }
        return new ValidationResult(run.stepsDone(), loss / objective.size(), right / objective.size(), null);
    }

    /** The scores of sequences with the best parameters. */
    public float[] scores(List<TokenSequence> sequences) {
        check(config(), "pair ", sequences);
        float[][] rows = steps().bestRows(PreferenceObjective.FUNCTION, sequences);
        float[] scores = new float[rows.length];
        for (int i = 0; i < rows.length; i++) {
            scores[i] = rows[i][0];
        }
        return scores;
    }

    /**
     * Shifts all scores so that their mean over reference pairs is 0. For after the last step, before {@link #save}.
     *
     * @param references at least one
     * @return the mean before
     */
    public double calibrate(List<TokenSequence> references) {
        double sum = 0;
        for (float score : scores(references)) {
            sum += score;
        }
        double mean = sum / references.size();
        steps().shiftLogits((float) -mean);
        return mean;
    }
}
