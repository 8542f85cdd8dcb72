package io.rolestream.engine.training.alignment.rloo;

import io.rolestream.engine.model.Head;
import io.rolestream.engine.training.Objective;
import io.rolestream.engine.training.alignment.AlignmentMetrics;
import io.rolestream.engine.training.alignment.AlignmentTask;
import io.rolestream.engine.training.alignment.AnswerSampling;
import io.rolestream.engine.training.alignment.LivePolicy;
import io.rolestream.engine.training.alignment.PolicyObjective;
import io.rolestream.engine.training.alignment.Rollout;
import io.rolestream.engine.training.alignment.SampledAnswer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Prompts whose answers are drawn from the policy when a step begins, several to each, and learnt once. What is drawn
 * depends only on the parameters and on the step's random numbers, so a resumed training draws the same answers.
 */
final class RlooObjective implements Objective {
    private final AlignmentTask task;
    private final RlooSettings settings;
    private final Consumer<AlignmentMetrics> listener;
    private final LivePolicy policy;

    RlooObjective(AlignmentTask task, RlooSettings settings, LivePolicy policy, Consumer<AlignmentMetrics> listener) {
        this.task = task;
        this.settings = settings;
        this.policy = policy;
        this.listener = listener;
    }

    @Override
    public Head head() {
        return Head.LANGUAGE_MODEL;
    }

    @Override
    public int size() {
        return task.prompts().size();
    }

    @Override
    public int tokens(int example) {
        return task.prompts().get(example).length;
    }

    @Override
    public long fingerprint() {
        return task.fingerprint();
    }

    @Override
    public Map<String, String> settings() {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("loss", "RLOO");
        facts.put("answers to each prompt", Integer.toString(settings.samples()));
        facts.put("beta", Double.toString(settings.beta()));
        facts.put("ratios clipped at", Double.toString(settings.clip()));
        AnswerSampling sampling = settings.sampling();
        facts.put("temperature", Double.toString(sampling.temperature()));
        facts.put("tokens of an answer", Integer.toString(sampling.maxTokens()));
        facts.put("score without an end", Double.toString(sampling.withoutEnd()));
        return facts;
    }

    @Override
    public Batch batch(int[] examples, SplittableRandom random) {
        List<int[]> repeated = new ArrayList<>();
        for (int example : examples) {
            for (int i = 0; i < settings.samples(); i++) {
                repeated.add(task.prompts().get(example));
            }
        }
        AnswerSampling sampling = settings.sampling();
        long[] seeds = repeated.stream().mapToLong(prompt -> random.nextLong()).toArray();
        List<SampledAnswer> answers = policy.sample(repeated, seeds);
        List<Rollout> rollouts = Rollout.of(answers, policy::rows, policy::referenceRows, sampling.temperature());
        double[] scores = task.reward().scores(answers, sampling);
        long step = policy.stepsDone();
        return new PolicyObjective(
                        RlooAdvantages.of(rollouts, scores, settings),
                        settings.clip(),
                        sampling.temperature(),
                        statistics -> listener.accept(AlignmentMetrics.of(step, rollouts, scores, statistics)))
                .batch(IntStream.range(0, rollouts.size()).toArray(), random);
    }
}
