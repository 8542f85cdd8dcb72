package io.rolestream.files.sample.words;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/** Choices with relative frequencies, in resources written as {@code SQL=10; Python=4}. */
public final class Weighted<T> {

    public static final double MAX_WEIGHT = 1e6;

    private final List<T> choices;
    private final double[] cumulated;

    private Weighted(List<T> choices, double[] cumulated) {
        this.choices = choices;
        this.cumulated = cumulated;
    }

    /** @throws IllegalArgumentException if no choice has a weight */
    public static <T> Weighted<T> of(List<T> choices, double[] weights) {
        double[] cumulated = new double[weights.length];
        double sum = 0;
        for (int i = 0; i < weights.length; i++) {
            sum += weights[i];
            cumulated[i] = sum;
        }
        if (!(sum > 0)) {
            throw new IllegalArgumentException("no choice has a weight: " + choices);
        }
        return new Weighted<>(List.copyOf(choices), cumulated);
    }

    static <T> Weighted<T> parse(String text, Function<String, T> choice) {
        return parse(Arrays.asList(text.split("; ")), choice);
    }

    static <T> Weighted<T> parse(List<String> entries, Function<String, T> choice) {
        List<T> choices = new ArrayList<>();
        double[] weights = new double[entries.size()];
        for (String entry : entries) {
            int equals = entry.lastIndexOf('=');
            weights[choices.size()] = Double.parseDouble(entry.substring(equals + 1));
            choices.add(choice.apply(entry.substring(0, equals)));
        }
        return of(choices, weights);
    }

    /** The choices that a test accepts; all, if it accepts none. */
    Weighted<T> where(Predicate<T> test) {
        List<T> kept = new ArrayList<>();
        double[] weights = new double[choices.size()];
        for (int i = 0; i < choices.size(); i++) {
            if (test.test(choices.get(i))) {
                weights[kept.size()] = cumulated[i] - (i == 0 ? 0 : cumulated[i - 1]);
                kept.add(choices.get(i));
            }
        }
        return kept.isEmpty() || kept.size() == choices.size() ? this : of(kept, Arrays.copyOf(weights, kept.size()));
    }

    public T pick(Rng rng) {
        double point = rng.share() * cumulated[cumulated.length - 1];
        int low = 0;
        int high = cumulated.length - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (cumulated[middle] > point) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return choices.get(low);
    }

    public List<T> choices() {
        return choices;
    }
}
