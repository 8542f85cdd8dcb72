package io.rolestream.engine.precision;

import io.rolestream.engine.model.Precision;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How a model's way of computing was chosen.
 *
 * @param chosen the name of the candidate in use
 * @param candidates in the order in which they were tried
 * @param measure how their results were compared with FP32's
 * @param remembered whether the choice comes from an earlier opening of the model on this machine
 */
public record Calibration(String chosen, List<Candidate> candidates, Fp32Agreement measure, boolean remembered) {
    /** The least agreement with FP32 of an accepted candidate. */
    public static final double LEAST_AGREEMENT = 0.995;

    /**
     * One way of computing.
     *
     * @param tokensPerSecond of one worker while all compute; 0 if it failed
     * @param agreement with FP32 on the calibration texts, from 0 to 1; 0 if it failed, NaN if it was not compared
     *     because it was slower than an accepted one
     * @param failure why it cannot be used here, or null
     */
    public record Candidate(
            String name,
            Precision precision,
            double tokensPerSecond,
            double agreement,
            @Nullable String failure) {
        public boolean accepted() {
            return failure == null && agreement >= LEAST_AGREEMENT;
        }

        @Override
        public String toString() {
            if (failure != null) {
                return name + ": cannot be used here (" + failure + ")";
            }
            if (Double.isNaN(agreement)) {
                return String.format(Locale.ROOT, "%s: %.0f tokens/s, slower", name, tokensPerSecond);
            }
            return String.format(
                    Locale.ROOT,
                    "%s: %.0f tokens/s, %.1f %% as fp32%s",
                    name,
                    tokensPerSecond,
                    100 * agreement,
                    accepted() ? "" : ", too few");
        }
    }

    public Calibration {
        candidates = List.copyOf(candidates);
    }

    /** The chosen candidate's. */
    public Precision precision() {
        return candidates.stream()
                .filter(candidate -> candidate.name().equals(chosen))
                .map(Candidate::precision)
                .findFirst()
                .orElseThrow();
    }

    public String explanation() {
        String all = candidates.stream().map(Candidate::toString).collect(Collectors.joining("; "));
        return chosen + (remembered ? ", remembered as the fastest" : ", the fastest")
                + " that gives at least " + String.format(Locale.ROOT, "%.1f", 100 * LEAST_AGREEMENT)
                + " % " + measure.phrase() + ": " + all;
    }
}
