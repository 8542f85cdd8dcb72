package io.rolestream.engine.training.preference;

import io.rolestream.engine.model.TokenSequence;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Sequences, each a pair of texts as a cross-encoder reads it, and which of two is preferred. Made by a
 * {@link Builder}.
 */
public record PreferenceExamples(List<TokenSequence> sequences, List<Preference> preferences) {
    public PreferenceExamples {
        sequences = List.copyOf(sequences);
        preferences = List.copyOf(preferences);
    }

    /**
     * One sequence is preferred to another.
     *
     * @param chosen its index
     * @param rejected the index of the other
     * @param margin by how much the scores should differ at least, 0 or more: larger for clearer preferences
     * @param weight how much the preference counts, above 0, usually 1
     */
    public record Preference(int chosen, int rejected, float margin, float weight) {
        public Preference {
            if (chosen == rejected) {
                throw new IllegalArgumentException("sequence " + chosen + " is preferred to itself");
            }
            if (!(margin >= 0 && margin < Float.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException("a margin of " + margin);
            }
            if (!(weight > 0 && weight < Float.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException("a weight of " + weight);
            }
        }
    }

    /** Changes with any sequence or preference. */
    long fingerprint() {
        long hash = 1;
        for (TokenSequence sequence : sequences) {
            hash = hash * 31 + Arrays.hashCode(sequence.ids());
            hash = hash * 31 + Arrays.hashCode(sequence.types());
        }
        for (Preference preference : preferences) {
            hash = hash * 31 + preference.chosen();
            hash = hash * 31 + preference.rejected();
            hash = hash * 31 + Float.floatToIntBits(preference.margin());
            hash = hash * 31 + Float.floatToIntBits(preference.weight());
        }
        return hash;
    }

    /** Collects examples. */
    public static final class Builder {
        private final List<TokenSequence> sequences = new ArrayList<>();
        private final List<Preference> preferences = new ArrayList<>();

        /** Adds a sequence, and returns its index. */
        public int sequence(TokenSequence sequence) {
            sequences.add(sequence);
            return sequences.size() - 1;
        }

        public Builder prefer(int chosen, int rejected, float margin, float weight) {
            preferences.add(new Preference(chosen, rejected, margin, weight));
            return this;
        }

        public PreferenceExamples build() {
            return new PreferenceExamples(sequences, preferences);
        }
    }
}
