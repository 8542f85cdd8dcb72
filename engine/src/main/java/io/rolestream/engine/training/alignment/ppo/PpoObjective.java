package io.rolestream.engine.training.alignment.ppo;

import io.rolestream.engine.model.Head;
import io.rolestream.engine.training.Objective;
import io.rolestream.engine.training.alignment.AlignmentMetrics;
import io.rolestream.engine.training.alignment.AlignmentTask;
import io.rolestream.engine.training.alignment.AnswerLogs;
import io.rolestream.engine.training.alignment.LivePolicy;
import io.rolestream.engine.training.alignment.Rollout;
import io.rolestream.engine.training.alignment.SampledAnswer;
import io.rolestream.engine.training.generation.AnsweredPrompt;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The minibatches of PPO's rounds. A step is one minibatch; the first of a round draws the round's answers, from the
 * policy as it is then. Everything else depends only on the round and on the step's number, so a training with the same
 * parameters and the same round ({@link #notes}) continues as it would have.
 *
 * <p>The log-probabilities and values that a round begins with are computed minibatch by minibatch in the order of its
 * first epoch, packed as they will be learnt. So the ratios of its first update are exactly 1, not only up to rounding.
 */
final class PpoObjective implements Objective {
    private static final String VALUES = "answer_values";
    private static final String COEFFICIENT = "KL coefficient of the next round";

    private final AlignmentTask task;
    private final PpoSettings settings;
    private final LivePolicy policy;
    private final long seed;
    private final int rounds;
    private final Consumer<PpoUpdate> updates;
    private final RolloutLines lines;
    private KlCoefficient coefficient;
    private @Nullable PpoRound round;
    private @Nullable PpoTargets targets;

    /**
     * @param prompts of a round; the rounds of a pass have as many or a few less, so that they differ by one at most
     * @throws IllegalArgumentException if a round has fewer answers than minibatches
     */
    PpoObjective(
            AlignmentTask task,
            int prompts,
            PpoSettings settings,
            LivePolicy policy,
            long seed,
            Consumer<PpoUpdate> updates,
            RolloutLines lines) {
        this.task = task;
        this.settings = settings;
        this.policy = policy;
        this.seed = seed;
        this.updates = updates;
        this.lines = lines;
        coefficient = settings.coefficient();
        int size = task.prompts().size();
        rounds = (size + prompts - 1) / prompts;
        int fewest = size / rounds * settings.samples();
        if (fewest < settings.minibatches()) {
            throw new IllegalArgumentException("a round of " + fewest + " answers cannot be divided into "
                    + settings.minibatches() + " minibatches; take more prompts per round or more answers to each");
        }
    }

    @Override
    public Head head() {
        return Head.ACTOR_CRITIC;
    }

    /** The steps of a pass over all prompts; each is a batch of one. */
    @Override
    public int size() {
        return rounds * settings.stepsOfRound();
    }

    @Override
    public int tokens(int example) {
        return 1;
    }

    @Override
    public long fingerprint() {
        return task.fingerprint();
    }

    @Override
    public Map<String, String> settings() {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("loss", "PPO");
        facts.put("rounds of a pass", Integer.toString(rounds));
        facts.putAll(settings.facts());
        return facts;
    }

    /** What {@link #restore} needs besides the parameters. */
    Map<String, String> notes() {
        Map<String, String> notes = new LinkedHashMap<>();
        notes.put(COEFFICIENT, Double.toString(coefficient.value()));
        if (round != null && round.number() == policy.stepsDone() / settings.stepsOfRound()) {
            notes.putAll(round.toNotes());
        }
        return notes;
    }

    /** @throws IOException if the notes are damaged */
    void restore(Map<String, String> notes) throws IOException {
        String value = notes.get(COEFFICIENT);
        if (value != null) {
            coefficient = coefficient.with(Double.parseDouble(value));
        }
        PpoRound saved = PpoRound.fromNotes(notes);
        if (saved != null) {
            begin(saved);
        }
    }

    private PpoTargets begin(PpoRound drawn) {
        PpoTargets made = PpoTargets.of(
                drawn.rollouts(),
                drawn.scores(),
                drawn.valuesBefore(),
                settings.coefficient().with(drawn.coefficient()),
                settings.estimator());
        lines.round(drawn, made);
        round = drawn;
        targets = made;
        return made;
    }

    @Override
    public Batch batch(int[] examples, SplittableRandom random) {
        long step = policy.stepsDone();
        long number = step / settings.stepsOfRound();
        PpoRound present = round;
        PpoTargets learnt = targets;
        if (present == null || learnt == null || present.number() != number) {
            present = draw(number, random);
            learnt = begin(present);
            coefficient = coefficient.after(present.kl());
        }
        PpoRound of = present;
        int within = (int) (step % settings.stepsOfRound());
        int epoch = within / settings.minibatches();
        int[] answers = PpoRound.minibatch(
                of.scores().length, of.seed(), epoch, within % settings.minibatches(), settings.minibatches());
        return new PpoBatch(answers, learnt, of.valuesBefore(), settings, losses -> {
            PpoUpdate update = new PpoUpdate(
                    AlignmentMetrics.of(
                            step, of.rollouts(), of.scores(), losses.policy().statistics()),
                    number,
                    epoch,
                    losses.policy().loss(),
                    losses.critic().loss(),
                    losses.critic().clipFraction(),
                    of.coefficient());
            updates.accept(update);
            lines.update(update, losses);
        });
    }

    private PpoRound draw(long number, SplittableRandom random) {
        List<int[]> asked = new ArrayList<>();
        for (int[] prompt : prompts(number)) {
            asked.addAll(Collections.nCopies(settings.samples(), prompt));
        }
        long[] seeds = random.longs(asked.size()).toArray();
        long order = random.nextLong();
        List<SampledAnswer> answers = policy.sample(asked, seeds);
        double[] scores = task.reward().scores(answers, settings.sampling());
        Rollout[] rollouts = new Rollout[scores.length];
        float[][] values = new float[scores.length][];
        for (int place = 0; place < settings.minibatches(); place++) {
            int[] some = PpoRound.minibatch(scores.length, order, 0, place, settings.minibatches());
            measure(some, answers, rollouts, values);
        }
        return new PpoRound(number, order, coefficient.value(), List.of(rollouts), scores, values);
    }

    private void measure(int[] some, List<SampledAnswer> answers, Rollout[] rollouts, float[][] values) {
        List<SampledAnswer> part = IntStream.of(some).mapToObj(answers::get).toList();
        double temperature = settings.sampling().temperature();
        List<Rollout> made = Rollout.of(part, policy::rows, policy::referenceRows, temperature);
        AnswerLogs logs =
                AnswerLogs.tokens(part.stream().map(SampledAnswer::text).toList(), temperature);
        float[][] rows = policy.rows(new AnswerLogs(logs.answers(), VALUES, logs.width(), temperature));
        for (int i = 0; i < some.length; i++) {
            AnsweredPrompt text = part.get(i).text();
            rollouts[some[i]] = made.get(i);
            values[some[i]] = Arrays.copyOf(rows[i], text.answer().length);
        }
    }

    /** The prompts of a round: every pass has all of them, in an order of its own. */
    private List<int[]> prompts(long number) {
        List<int[]> order = new ArrayList<>(task.prompts());
        PpoRound.shuffle(order, seed * 31 + number / rounds);
        int place = (int) (number % rounds);
        int size = order.size();
        return order.subList((int) ((long) place * size / rounds), (int) ((long) (place + 1) * size / rounds));
    }
}
