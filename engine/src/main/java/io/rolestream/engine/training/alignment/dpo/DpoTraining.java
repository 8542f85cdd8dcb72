package io.rolestream.engine.training.alignment.dpo;

import io.rolestream.engine.checkpoint.CheckpointDirectory;
import io.rolestream.engine.checkpoint.ModelConfig;
import io.rolestream.engine.model.Precision;
import io.rolestream.engine.training.EvaluationPlan;
import io.rolestream.engine.training.FrozenDecoder;
import io.rolestream.engine.training.TrainingOptions;
import io.rolestream.engine.training.TrainingRun;
import io.rolestream.engine.training.ValidationResult;
import io.rolestream.engine.training.generation.DecoderTraining;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Trains a decoder on comparisons of answers ({@link DpoObjective}), measures it on others before the first step and as
 * planned, and keeps the parameters with the lowest loss there. The reference's log-probabilities are computed once,
 * before the trained model is loaded, so that one model is in memory at a time.
 */
public final class DpoTraining extends DecoderTraining {
    private final Measuring measuring;

    private DpoTraining(
            Start start,
            DpoObjective training,
            Measuring measuring,
            String reference,
            TrainingOptions options,
            EvaluationPlan plan,
            @Nullable Judge judge,
            @Nullable Path state)
            throws IOException {
        super(
                start,
                training,
                options,
                plan,
                facts(measuring.validation, reference, judge),
                judge != null ? run -> judge.measure() : measuring.validation.size() == 0 ? null : measuring::measure,
                state);
        this.measuring = measuring;
        judgeBy(judge);
    }

    private static Map<String, String> facts(DpoObjective validation, String reference, @Nullable Judge judge) {
        Map<String, String> facts = new LinkedHashMap<>(judge == null ? Map.of() : judge.facts());
        facts.put("validation pairs", Long.toHexString(validation.fingerprint()));
        facts.put("reference's checksum", reference);
        return facts;
    }

    /** The comparisons of a training. */
    public record Comparisons(List<AnswerComparison> training, List<AnswerComparison> validation) {
        public Comparisons {
            training = List.copyOf(training);
            validation = List.copyOf(validation);
        }
    }

    /**
     * Prepares a training, or continues a stopped one as if it had not been interrupted.
     *
     * @param start what is trained
     * @param reference the decoder that the trained one is held to, usually the one it starts from, with the same
     *     vocabulary
     * @param comparisons what to learn, at least one; and what to measure the model on: if that is none, the last
     *     parameters are kept
     * @param options without dropout and with a precision, which is the reference's too
     * @param plan when the model is measured
     * @param judge is asked instead of the validation pairs; null for these
     * @param state null to begin; else the file that {@link #run} or {@link #saveState} wrote, and all other arguments
     *     must be the same as at the start
     * @throws IllegalArgumentException if the decoder cannot be trained so, there is nothing to learn, or an answer
     *     does not fit the model
     * @throws io.rolestream.engine.safetensors.CheckpointException if a checkpoint cannot be read
     * @throws io.rolestream.engine.training.TrainingException if the file is of another training; the message names
     *     what differs
     */
    public static DpoTraining open(
            Start start,
            CheckpointDirectory reference,
            Comparisons comparisons,
            DpoSettings settings,
            TrainingOptions options,
            EvaluationPlan plan,
            @Nullable Judge judge,
            @Nullable Path state)
            throws IOException {
        start.check(options);
        checkReference(reference);
        Precision precision = requirePrecision(options);
        if (comparisons.training().isEmpty()) {
            throw new IllegalArgumentException("there are no pairs of answers to train on");
        }
        for (CheckpointDirectory model : List.of(start.base(), reference)) {
            checkAll(model.config(), "training pair ", comparisons.training());
            checkAll(model.config(), "validation pair ", comparisons.validation());
        }
        DpoObjective training;
        DpoObjective validation;
        try (FrozenDecoder frozen =
                FrozenDecoder.open(reference, options.batching().passTokens(), precision, options.threads())) {
            training = objective(frozen, comparisons.training(), settings);
            validation = objective(frozen, comparisons.validation(), settings);
        }
        DpoTraining opened = new DpoTraining(
                start, training, new Measuring(validation), reference.checksum(), options, plan, judge, state);
        opened.begin();
        return opened;
    }

    private static void checkAll(ModelConfig config, String name, List<AnswerComparison> comparisons) {
        for (int i = 0; i < comparisons.size(); i++) {
            check(config, "the chosen answer of " + name + i, comparisons.get(i).chosen());
            check(
                    config,
                    "the rejected answer of " + name + i,
                    comparisons.get(i).rejected());
        }
    }

    private static DpoObjective objective(
            FrozenDecoder reference, List<AnswerComparison> comparisons, DpoSettings settings) {
        float[][] logs = comparisons.isEmpty() ? new float[0][] : reference.rows(DpoObjective.logs(comparisons));
        return new DpoObjective(comparisons, logs, settings);
    }

    /** The latest result on the validation pairs; null if they were not measured since the training was opened. */
    public @Nullable DpoResult latest() {
        return measuring.latest;
    }

    /** Measures the model on the validation pairs, and remembers the result. */
    private static final class Measuring {
        private final DpoObjective validation;
        private @Nullable DpoResult latest;

        Measuring(DpoObjective validation) {
            this.validation = validation;
        }

        ValidationResult measure(TrainingRun run) {
            DpoObjective.DpoBatch batch =
                    validation.batch(IntStream.range(0, validation.size()).toArray(), new SplittableRandom(1));
            DpoLoss.Result result = batch.result(run.rows(batch));
            double pairs = validation.size();
            latest = new DpoResult(
                    run.stepsDone(), result.loss().loss(), result.right() / pairs, result.margins() / pairs);
            return new ValidationResult(run.stepsDone(), latest.loss(), latest.accuracy(), null);
        }
    }
}
