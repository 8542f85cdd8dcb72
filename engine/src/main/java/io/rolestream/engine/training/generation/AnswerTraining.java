package io.rolestream.engine.training.generation;

import io.rolestream.engine.checkpoint.AdapterConfig;
import io.rolestream.engine.checkpoint.CheckpointDirectory;
import io.rolestream.engine.training.EvaluationPlan;
import io.rolestream.engine.training.Objective;
import io.rolestream.engine.training.TrainingOptions;
import io.rolestream.engine.training.TrainingRun;
import io.rolestream.engine.training.ValidationResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Fine-tunes a decoder on answers to prompts, measures it on others before the first step and as planned, and keeps the
 * parameters with the lowest loss there.
 */
public final class AnswerTraining extends DecoderTraining {
    private AnswerTraining(
            Start start,
            List<AnsweredPrompt> training,
            AnswerObjective validation,
            TrainingOptions options,
            EvaluationPlan plan,
            @Nullable Judge judge,
            @Nullable Path state)
            throws IOException {
        super(
                start,
                new AnswerObjective(training),
                options,
                plan,
                facts(validation, judge),
                evaluator(validation, judge),
                state);
        judgeBy(judge);
    }

    private static Map<String, String> facts(AnswerObjective validation, @Nullable Judge judge) {
        Map<String, String> facts = new LinkedHashMap<>(judge == null ? Map.of() : judge.facts());
        facts.put("validation pairs", Long.toHexString(validation.fingerprint()));
        return facts;
    }

    private static @Nullable Evaluator evaluator(AnswerObjective validation, @Nullable Judge judge) {
        if (judge != null) {
            return run -> judge.measure();
        }
        return validation.size() == 0 ? null : run -> measure(run, validation);
    }

    /**
     * Prepares a training, or continues a stopped one as if it had not been interrupted.
     *
     * @param base a decoder of a family that can be trained
     * @param adapters the adapters to train; null to train all parameters
     * @param training what to learn, at least one
     * @param validation examples to measure the model on; if there are none, the last parameters are kept
     * @param options without dropout
     * @param plan when the validation examples are measured
     * @param state null to begin; else the file that {@link #run} or {@link #saveState} wrote, and all other arguments
     *     must be the same as at the start
     * @throws IllegalArgumentException if the base cannot be trained so, there is nothing to learn, or an example does
     *     not fit the model
     * @throws io.rolestream.engine.safetensors.CheckpointException if the base cannot be read
     * @throws io.rolestream.engine.training.TrainingException if the file is of another training; the message names
     *     what differs
     */
    public static AnswerTraining open(
            CheckpointDirectory base,
            @Nullable AdapterConfig adapters,
            List<AnsweredPrompt> training,
            List<AnsweredPrompt> validation,
            TrainingOptions options,
            EvaluationPlan plan,
            @Nullable Path state)
            throws IOException {
        return open(base, adapters, training, validation, options, plan, null, state);
    }

    /**
     * As {@link #open(CheckpointDirectory, AdapterConfig, List, List, TrainingOptions, EvaluationPlan, Path)}, with a
     * judge, which is asked instead of the validation examples where it is not null.
     */
    public static AnswerTraining open(
            CheckpointDirectory base,
            @Nullable AdapterConfig adapters,
            List<AnsweredPrompt> training,
            List<AnsweredPrompt> validation,
            TrainingOptions options,
            EvaluationPlan plan,
            @Nullable Judge judge,
            @Nullable Path state)
            throws IOException {
        Start start = new Start(base, adapters);
        start.check(options);
        if (training.isEmpty()) {
            throw new IllegalArgumentException("there are no pairs to train on");
        }
        check(base.config(), "training pair ", training);
        check(base.config(), "validation pair ", validation);
        AnswerTraining opened =
                new AnswerTraining(start, training, new AnswerObjective(validation), options, plan, judge, state);
        opened.begin();
        return opened;
    }

    private static ValidationResult measure(TrainingRun run, AnswerObjective validation) {
        Objective.SummedBatch batch =
                validation.batch(IntStream.range(0, validation.size()).toArray(), new SplittableRandom(1));
        double[] sums = run.sums(AnswerObjective.SCORES, batch, 2);
        return new ValidationResult(run.stepsDone(), sums[0] / batch.divisor(), sums[1] / batch.divisor(), null);
    }
}
