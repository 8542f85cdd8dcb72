package io.rolestream.engine.training.preference;

import io.rolestream.engine.model.Head;
import io.rolestream.engine.model.TokenSequence;
import io.rolestream.engine.training.Objective;
import io.rolestream.engine.training.preference.PreferenceExamples.Preference;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * The pairwise ranking loss of Bradley and Terry: {@code -log sigmoid(score(chosen) - score(rejected) - margin)},
 * averaged by the preferences' weights. It sees only differences; {@code centring * (score(chosen) +
 * score(rejected))^2}, averaged likewise, keeps the scores around 0 (Eisenstein et al. 2023, as in Python's TRL).
 */
public final class PreferenceObjective implements Objective {
    static final String FUNCTION = "logits";

    private final PreferenceExamples examples;
    private final double centring;

    /** @param centring the weight of the centring loss, 0 or more; TRL's advice is 0.01 */
    public PreferenceObjective(PreferenceExamples examples, double centring) {
        if (!(centring >= 0 && centring < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("the weight of the centring loss must be 0 or more, not " + centring);
        }
        this.examples = examples;
        this.centring = centring;
    }

    @Override
    public Head head() {
        return Head.CLASSIFIER;
    }

    @Override
    public int size() {
        return examples.preferences().size();
    }

    @Override
    public int tokens(int example) {
        Preference preference = examples.preferences().get(example);
        return examples.sequences().get(preference.chosen()).length()
                + examples.sequences().get(preference.rejected()).length();
    }

    @Override
    public long fingerprint() {
        return examples.fingerprint();
    }

    @Override
    public Map<String, String> settings() {
        return Map.of("loss", "pairwise ranking", "centring", Double.toString(centring));
    }

    @Override
    public PreferenceBatch batch(int[] indexes, SplittableRandom random) {
        List<Preference> preferences = new ArrayList<>();
        for (int index : indexes) {
            preferences.add(examples.preferences().get(index));
        }
        return new PreferenceBatch(preferences);
    }

    /**
     * The loss of preferences.
     *
     * @param loss with a gradient for each score
     * @param accuracy the share of preferences whose chosen sequence has the higher score
     */
    record Result(JointLoss loss, double accuracy) {}

    /** The loss for given scores; the preferences' indexes are those of the scores. */
    static Result loss(List<Preference> preferences, float[] scores, double centring) {
        double weights = preferences.stream().mapToDouble(Preference::weight).sum();
        double[] slopes = new double[scores.length];
        double loss = 0;
        int right = 0;
        for (Preference preference : preferences) {
            double difference = (double) scores[preference.chosen()] - scores[preference.rejected()];
            double lead = difference - preference.margin();
            double weight = preference.weight() / weights;
            loss += weight * (Math.max(-lead, 0) + Math.log1p(Math.exp(-Math.abs(lead))));
            double slope = weight / (1 + Math.exp(lead));
            double sum = (double) scores[preference.chosen()] + scores[preference.rejected()];
            loss += weight * centring * sum * sum;
            double pull = 2 * weight * centring * sum;
            slopes[preference.chosen()] += pull - slope;
            slopes[preference.rejected()] += pull + slope;
            right += difference > 0 ? 1 : 0;
        }
        float[][] gradients = new float[scores.length][1];
        for (int i = 0; i < scores.length; i++) {
            gradients[i][0] = (float) slopes[i];
        }
        return new Result(new JointLoss(loss, gradients), (double) right / preferences.size());
    }

    /** Some preferences; a sequence that several of them share is computed once. */
    final class PreferenceBatch implements JointBatch {
        private final List<Preference> preferences = new ArrayList<>();
        private final Map<Integer, Integer> places = new LinkedHashMap<>();

        PreferenceBatch(List<Preference> of) {
            for (Preference preference : of) {
                preferences.add(new Preference(
                        place(preference.chosen()),
                        place(preference.rejected()),
                        preference.margin(),
                        preference.weight()));
            }
        }

        private int place(int sequence) {
            return places.computeIfAbsent(sequence, unused -> places.size());
        }

        @Override
        public List<int[]> sequences() {
            return typedSequences().stream().map(TokenSequence::ids).toList();
        }

        @Override
        public List<TokenSequence> typedSequences() {
            return places.keySet().stream().map(examples.sequences()::get).toList();
        }

        @Override
        public String function() {
            return FUNCTION;
        }

        @Override
        public JointLoss loss(float[][] rows) {
            return result(rows).loss();
        }

        Result result(float[][] rows) {
            float[] scores = new float[rows.length];
            for (int i = 0; i < rows.length; i++) {
                scores[i] = rows[i][0];
            }
            return PreferenceObjective.loss(preferences, scores, centring);
        }

        int size() {
            return preferences.size();
        }
    }
}
