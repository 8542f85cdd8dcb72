package io.rolestream.trainer.alignment;

import io.rolestream.common.service.StopSignal;
import io.rolestream.engine.checkpoint.CheckpointDirectory;
import io.rolestream.engine.safetensors.CheckpointException;
import io.rolestream.engine.training.FrozenDecoder;
import io.rolestream.engine.training.alignment.AnswerSampler;
import io.rolestream.engine.training.alignment.BestOfSeveral;
import io.rolestream.engine.training.alignment.Rollout;
import io.rolestream.engine.training.alignment.SampledAnswer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Draws answers and scores them. The same seed, prompts and policy give the same answers. */
final class AnswerDrawing {
    private static final long TEST = 1;
    private static final long CHOSEN_FROM = 5;

    private final AlignmentSettings settings;
    private final AlignmentModels models;
    private final StopSignal stop;

    /** The person asked to stop before all answers were drawn. */
    static final class StoppedException extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    AnswerDrawing(AlignmentSettings settings, AlignmentModels models, StopSignal stop) {
        this.settings = settings;
        this.models = models;
        this.stop = stop;
    }

    /** One answer to each validation prompt, by reward and judge; those of two policies have the same seeds. */
    AnswerSummary validation(CheckpointDirectory policy) throws CheckpointException {
        return measured(policy, draw(policy, models.prompts().validation(), 1, 2));
    }

    /** As {@link #validation}, several answers to each prompt of the test, one prompt after the other. */
    AnswerSummary test(CheckpointDirectory policy) throws CheckpointException {
        return measured(policy, draw(policy, models.prompts().test(), settings.samples(), TEST));
    }

    /**
     * The best answer by the reward to each prompt of the test, of several that are drawn for it: of those that
     * {@link #test} drew, it would be compared with itself. Without a KL divergence, which the choice changes.
     */
    AnswerSummary best(CheckpointDirectory policy) throws CheckpointException {
        AnswerSummary drawn = several(policy, models.prompts().test(), CHOSEN_FROM);
        List<SampledAnswer> answers = BestOfSeveral.best(drawn.answers(), drawn.rewards(), settings.samples());
        PairReward judge = models.judge();
        return new AnswerSummary(
                answers,
                models.reward().scores(answers, settings.sampling()),
                judge == null ? null : judge.scores(answers, settings.sampling()),
                null);
    }

    private AnswerSummary measured(CheckpointDirectory policy, List<SampledAnswer> answers) throws CheckpointException {
        double[] rewards = models.reward().scores(answers, settings.sampling());
        PairReward judge = models.judge();
        return new AnswerSummary(
                answers,
                rewards,
                judge == null ? null : judge.scores(answers, settings.sampling()),
                kl(policy, answers));
    }

    /** The KL divergence of answers of a policy from the generator. */
    private double[] kl(CheckpointDirectory policy, List<SampledAnswer> answers) throws CheckpointException {
        int passTokens = settings.training().batching().passTokens();
        int threads = settings.training().threads();
        try (FrozenDecoder now = FrozenDecoder.open(policy, passTokens, settings.precision(), threads);
                FrozenDecoder reference =
                        FrozenDecoder.open(models.generator(), passTokens, settings.precision(), threads)) {
            return Rollout.of(
                            answers,
                            now::rows,
                            reference::rows,
                            settings.sampling().temperature())
                    .stream()
                    .mapToDouble(Rollout::kl)
                    .toArray();
        }
    }

    /** Several answers of a policy to each prompt, one prompt after the other, by the reward. */
    AnswerSummary several(CheckpointDirectory policy, List<int[]> prompts, long purpose) throws CheckpointException {
        List<SampledAnswer> answers = draw(policy, prompts, settings.samples(), purpose);
        return new AnswerSummary(answers, models.reward().scores(answers, settings.sampling()), null, null);
    }

    private List<SampledAnswer> draw(CheckpointDirectory policy, List<int[]> prompts, int each, long purpose)
            throws CheckpointException {
        List<int[]> repeated = new ArrayList<>();
        for (int[] prompt : prompts) {
            for (int i = 0; i < each; i++) {
                repeated.add(prompt);
            }
        }
        long[] seeds = new SplittableRandom(settings.training().seed() * 31 + purpose)
                .longs(repeated.size())
                .toArray();
        return AnswerSampler.sample(
                policy,
                models.generation(),
                settings.precision(),
                repeated,
                seeds,
                settings.sampling(),
                settings.training().threads(),
                this::requireNotStopped);
    }

    private void requireNotStopped() {
        if (stop.isRequested()) {
            throw new StoppedException();
        }
    }
}
