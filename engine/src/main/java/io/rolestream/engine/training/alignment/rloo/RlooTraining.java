package io.rolestream.engine.training.alignment.rloo;

import io.rolestream.engine.checkpoint.CheckpointDirectory;
import io.rolestream.engine.checkpoint.GenerationConfig;
import io.rolestream.engine.checkpoint.ModelConfig;
import io.rolestream.engine.model.Precision;
import io.rolestream.engine.training.EvaluationPlan;
import io.rolestream.engine.training.FrozenDecoder;
import io.rolestream.engine.training.TokenCheck;
import io.rolestream.engine.training.TrainingOptions;
import io.rolestream.engine.training.ValidationResult;
import io.rolestream.engine.training.alignment.AlignmentMetrics;
import io.rolestream.engine.training.alignment.AnswerReward;
import io.rolestream.engine.training.alignment.AnswerSampler;
import io.rolestream.engine.training.alignment.SampledAnswer;
import io.rolestream.engine.training.generation.DecoderTraining;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.LongStream;
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
     * What to learn.
     *
     * @param prompts at least one; a step takes a batch of them
     * @param reward of answers to them
     * @param validation prompts that the judge sees answers to; if there are none, the last parameters are kept
     * @param judge knows other data than the reward
     */
    public record Task(List<int[]> prompts, AnswerReward reward, List<int[]> validation, AnswerReward judge) {
        public Task {
            prompts = List.copyOf(prompts);
            validation = List.copyOf(validation);
        }
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
            Task task,
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
        GenerationConfig generation = AnswerSampler.generation(start.base());
        if (task.prompts().isEmpty()) {
            throw new IllegalArgumentException("there are no prompts to train on");
        }
        check(
                start.base().config(),
                "training prompt ",
                task.prompts(),
                settings.sampling().maxTokens());
        check(
                start.base().config(),
                "validation prompt ",
                task.validation(),
                settings.sampling().maxTokens());
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("validation prompts", Long.toHexString(RlooObjective.fingerprint(task.validation())));
        facts.put("reference's checksum", checksum(reference));
        LivePolicy policy = new LivePolicy(
                FrozenDecoder.open(reference, options.batching().passTokens(), precision, options.threads()),
                generation,
                settings.sampling(),
                precision,
                options.threads(),
                scratch);
        RlooObjective objective = new RlooObjective(task.prompts(), task.reward(), settings, policy, listener);
        Evaluator judge = task.validation().isEmpty() ? null : run -> judged(policy, task, settings, options.seed());
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

    private static void check(ModelConfig config, String name, List<int[]> prompts, int maxTokens) {
        for (int i = 0; i < prompts.size(); i++) {
            int[] prompt = prompts.get(i);
            if (prompt.length == 0 || prompt.length + maxTokens >= config.maxTokens()) {
                throw new IllegalArgumentException(name + i + " has " + prompt.length + " tokens and an answer up to "
                        + maxTokens + ", but the model takes " + (config.maxTokens() - 1)
                        + " together, and needs a prompt");
            }
            TokenCheck.check(config, name + i, prompt);
        }
    }

    /** The judge's mean score, negated as the loss. Seeds are the same each time, so that results can be compared. */
    private static ValidationResult judged(LivePolicy policy, Task task, RlooSettings settings, long seed) {
        long[] seeds = LongStream.range(0, task.validation().size())
                .map(i -> seed - 1 - i)
                .toArray();
        List<SampledAnswer> answers = policy.sample(task.validation(), seeds);
        double[] scores = task.judge().scores(answers, settings.sampling());
        double ended = answers.stream().filter(SampledAnswer::ended).count();
        return new ValidationResult(
                policy.stepsDone(), -Arrays.stream(scores).average().orElse(0), ended / scores.length, null);
    }

    @Override
    public void close() {
        try (policy) {
            super.close();
        }
    }
}
