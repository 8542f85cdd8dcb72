package io.rolestream.evaluation.verdict;

/**
 * The limits of the gate; GateConfig documents each.
 *
 * @param minItems at least 1
 * @param minGold at least 1
 * @param requireGold whether too few items labelled by people fail a model
 * @param baselineMargin 0 to 1
 * @param roleMinItems at least 1
 * @param roleMinRecall 0 to 1
 * @param shareExcess 0 to 1
 * @param minEntropy 0 to 1
 * @param rulesTolerance 0 to 1
 * @param maxCalibrationError 0 to 1
 */
public record GateLimits(
        int minItems,
        int minGold,
        boolean requireGold,
        double baselineMargin,
        int roleMinItems,
        double roleMinRecall,
        double shareExcess,
        double minEntropy,
        double rulesTolerance,
        double maxCalibrationError) {
    public GateLimits {
        if (minItems < 1 || minGold < 1 || roleMinItems < 1) {
            throw new IllegalArgumentException(
                    "numbers of items must be at least 1, not " + minItems + ", " + minGold + " and " + roleMinItems);
        }
        check("baselineMargin", baselineMargin);
        check("roleMinRecall", roleMinRecall);
        check("shareExcess", shareExcess);
        check("minEntropy", minEntropy);
        check("rulesTolerance", rulesTolerance);
        check("maxCalibrationError", maxCalibrationError);
    }

    private static void check(String name, double value) {
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException(name + " must be 0 to 1, not " + value);
        }
    }

    /** What holds unless it is configured otherwise. */
    public static GateLimits defaults() {
        return new GateLimits(200, 100, false, 0.05, 20, 0.2, 0.15, 0.7, 0.03, 0.1);
    }
}
