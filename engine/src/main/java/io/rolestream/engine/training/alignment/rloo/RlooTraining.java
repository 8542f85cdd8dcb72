package io.rolestream.engine.training.alignment.rloo;

import io.rolestream.engine.checkpoint.CheckpointDirectory;
import io.rolestream.engine.model.Precision;
import io.rolestream.engine.training.EvaluationPlan;
import io.rolestream.engine.training.TrainingOptions;
import io.rolestream.engine.training.alignment.AlignmentMetrics;
import io.rolestream.engine.training.alignment.AlignmentTask;
import io.rolestream.engine.training.alignment.LivePolicy;
import io.rolestream.engine.training.generation.DecoderTraining;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Aligns a decoder with a reward by RLOO ({@link RlooAdvantages}): each step draws answers from the policy as it is and
 * learns from them once. A judge that is never trained on measures the policy before the first step and as planned, by
 * one answer to each validation prompt; the parameters that it likes best are kept, and training stops at its peak
 * where the plan has a patience. Reference and policy are in memory together, and while answers are drawn a copy of the
 * policy for inference too.
 */
public final class RlooTraining extends DecoderTraining {
    private final LivePolicy policy;

    private RlooTraining(
            Start start,
            RlooObjective objective,
            LivePolicy policy,
            TrainingOptions options,
            EvaluationPlan plan,
            Map<String, String> facts,
            @Nullable Evaluator evaluator,
            @Nullable Path state)
            throws IOException {
        super(start, objective, options, plan, facts, evaluator, state);
        this.policy = policy;
        policy.attach(steps(), this::writePresent);
    }

    /**
     * Prepares a training, or continues a stopped one as if it had not been interrupted.
     *
     * @param start the policy at first, usually the SFT model
     * @param reference what the policy is held to, usually the same, with the same vocabulary
     * @param options without dropout and with a precision, which is the reference's too; the batch size is the number
     *     of prompts of a step
     * @param plan when the judge is asked
     * @param scratch a directory that exists, in which the policy is written while answers are drawn
     * @param listener takes the metrics of each step's answers, before the policy learns from them; again where a step
     *     is stopped and repeated
     * @param state null to begin; else the file that {@link #run} or {@link #saveState} wrote, and all other arguments
     *     must be the same as at the start
     * @throws IllegalArgumentException if the decoder cannot be trained so, there is nothing to learn, or a prompt
     *     leaves an answer no room
     * @throws io.rolestream.engine.safetensors.CheckpointException if a checkpoint cannot be read
     * @throws io.rolestream.engine.training.TrainingException if the file is of another training; the message names
     *     what differs
     */
    public static RlooTraining open(
            Start start,
            CheckpointDirectory reference,
            AlignmentTask task,
            RlooSettings settings,
            TrainingOptions options,
            EvaluationPlan plan,
            Path scratch,
            Consumer<AlignmentMetrics> listener,
            @Nullable Path state)
            throws IOException {
        start.check(options);
        checkReference(reference);
        Precision precision = requirePrecision(options);
        task.check(start.base().config(), settings.sampling().maxTokens());
        Map<String, String> facts = new LinkedHashMap<>(task.facts());
        facts.put("reference's checksum", reference.checksum());
        LivePolicy policy = LivePolicy.open(start.base(), reference, settings.sampling(), precision, options, scratch);
        RlooObjective objective = new RlooObjective(task, settings, policy, listener);
        Evaluator judge = task.validation().isEmpty() ? null : run -> policy.judged(task, options.seed());
        RlooTraining opened;
        try {
            opened = new RlooTraining(start, objective, policy, options, plan, facts, judge, state);
        } catch (IOException | RuntimeException | Error e) {
            policy.close();
            throw e;
        }
        opened.begin();
        return opened;
    }

    @Override
    public void close() {
        try (policy) {
            super.close();
        }
    }
}
