package io.rolestream.engine.training.alignment.ppo;

import io.rolestream.engine.checkpoint.CheckpointDirectory;
import io.rolestream.engine.model.Precision;
import io.rolestream.engine.training.EvaluationPlan;
import io.rolestream.engine.training.TrainingOptions;
import io.rolestream.engine.training.alignment.AlignmentTask;
import io.rolestream.engine.training.alignment.AnswerSampler;
import io.rolestream.engine.training.alignment.LivePolicy;
import io.rolestream.engine.training.generation.DecoderTraining;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Aligns a decoder with a reward by proximal policy optimization (Schulman et al., 2017; Ziegler et al., 2019). A round
 * draws answers from the policy, gives each token a reward ({@link TokenRewards}), estimates advantages with a critic
 * ({@link GeneralizedAdvantage}), and updates policy and critic in several epochs of minibatches ({@link PpoBatch}).
 *
 * <p>The critic begins as the policy does, the SFT model, with a new linear layer of zeros on top: a cross-encoder that
 * gives the reward has another body and another vocabulary, so it cannot be its start. Where all parameters are trained
 * it has a copy of its own; otherwise it shares the base with the policy, and has adapters of its own. It is part of
 * the state, but not of the checkpoint. The reference is frozen, and nothing has dropout.
 *
 * <p>A judge that is never trained on measures the policy as for RLOO.
 */
public final class PpoTraining extends DecoderTraining {
    private final LivePolicy policy;
    private final PpoObjective objective;

    private PpoTraining(
            Start start,
            PpoObjective objective,
            LivePolicy policy,
            TrainingOptions options,
            EvaluationPlan plan,
            Map<String, String> facts,
            @Nullable Evaluator evaluator,
            @Nullable Path state)
            throws IOException {
        super(start, objective, options, plan, facts, evaluator, state);
        this.policy = policy;
        this.objective = objective;
        policy.attach(steps(), this::writePresent);
        try {
            objective.restore(resumedNotes());
        } catch (IOException | RuntimeException | Error e) {
            super.close(); // whoever opens the training closes the policy
            throw e;
        }
    }

    /** Where the lines of a training go; again where a step is stopped and repeated. */
    public record Listeners(Consumer<PpoUpdate> updates, Consumer<String> rollouts) {}

    /**
     * Prepares a training, or continues a stopped one as if it had not been interrupted.
     *
     * @param start the policy at first, usually the SFT model
     * @param reference what the policy is held to, usually the same, with the same vocabulary
     * @param options without dropout and with a precision, which is the reference's too; the batch size is the number
     *     of prompts of a round, and epochs are passes over all prompts. The schedule should have no warm-up, and the
     *     optimizer be {@link PpoSettings#optimizer}
     * @param plan when the judge is asked
     * @param scratch a directory that exists, in which the policy is written while answers are drawn
     * @param listeners take each update before it is made, and lines of JSON (see {@link RolloutLines})
     * @param state null to begin; else the file that {@link #run} or {@link #saveState} wrote, and all other arguments
     *     must be the same as at the start
     * @throws IllegalArgumentException if the decoder cannot be trained so, or a prompt leaves an answer no room
     * @throws io.rolestream.engine.safetensors.CheckpointException if a checkpoint cannot be read
     * @throws io.rolestream.engine.training.TrainingException if the file is of another training; the message names
     *     what differs
     */
    public static PpoTraining open(
            Start start,
            CheckpointDirectory reference,
            AlignmentTask task,
            PpoSettings settings,
            TrainingOptions options,
            EvaluationPlan plan,
            Path scratch,
            Listeners listeners,
            @Nullable Path state)
            throws IOException {
        start.check(options);
        checkReference(reference);
        Precision precision = requirePrecision(options);
        task.check(start.base().config(), settings.sampling().maxTokens());
        Map<String, String> facts = new LinkedHashMap<>(task.facts());
        facts.put("reference's checksum", reference.checksum());
        RolloutLines lines = new RolloutLines(
                settings, AnswerSampler.generation(start.base()).ends(), listeners.rollouts());
        LivePolicy policy = LivePolicy.open(start.base(), reference, settings.sampling(), precision, options, scratch);
        PpoTraining opened;
        try {
            PpoObjective objective = new PpoObjective(
                    task, options.batching().batchSize(), settings, policy, options.seed(), listeners.updates(), lines);
            Evaluator judge = task.validation().isEmpty() ? null : run -> policy.judged(task, options.seed());
            opened = new PpoTraining(start, objective, policy, oneByOne(options), plan, facts, judge, state);
        } catch (IOException | RuntimeException | Error e) {
            policy.close();
            throw e;
        }
        opened.begin();
        return opened;
    }

    /** The objective makes the minibatches, each as one example. */
    private static TrainingOptions oneByOne(TrainingOptions options) {
        return new TrainingOptions(
                new TrainingOptions.Batching(1, 1, options.batching().passTokens()),
                options.schedule(),
                options.optimizer(),
                options.dropout(),
                options.precision(),
                options.threads(),
                options.seed());
    }

    @Override
    protected Map<String, String> notes() {
        return objective.notes();
    }

    @Override
    public void close() {
        try (policy) {
            super.close();
        }
    }
}
