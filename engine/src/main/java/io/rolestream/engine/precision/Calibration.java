package io.rolestream.engine.precision;

import io.rolestream.engine.model.Precision;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How the numbers that a model is computed with were chosen.
 *
 * @param chosen the name of the candidate that is used
 * @param candidates all that were tried, in the order in which they were
 * @param measure how their results were compared with those of FP32
 * @param remembered whether this was found out when the model was opened before on this machine
 */
public record Calibration(String chosen, List<Candidate> candidates, Fp32Agreement measure, boolean remembered) {
    /** What a candidate's agreement with FP32 must be at least. */
    public static final double LEAST_AGREEMENT = 0.995;

    /**
     * One way of computing.
     *
     * @param name for people
     * @param precision in which numbers
     * @param tokensPerSecond of one worker while all are computing; 0 if it failed
     * @param agreement with FP32 on the calibration texts, from 0 to 1; 0 if it failed, NaN if it was not compared,
     *     being slower than another that could be chosen
     * @param failure why it cannot be used here, or null
     */
    public record Candidate(
            String name,
            Precision precision,
            double tokensPerSecond,
            double agreement,
            @Nullable String failure) {
        /** Whether it may be chosen. */
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

    /** The numbers that the chosen candidate computes with. */
    public Precision precision() {
        return candidates.stream()
                .filter(candidate -> candidate.name().equals(chosen))
                .map(Candidate::precision)
                .findFirst()
                .orElseThrow();
    }

    /** What was chosen and why. */
    public String explanation() {
        String all = candidates.stream().map(Candidate::toString).collect(Collectors.joining("; "));
        return chosen + (remembered ? ", remembered as the fastest" : ", the fastest")
                + " that gives at least " + String.format(Locale.ROOT, "%.1f", 100 * LEAST_AGREEMENT)
                + " % " + measure.phrase() + ": " + all;
    }
}
