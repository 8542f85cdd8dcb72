package io.rolestream.evaluation.verdict;

/** The limits of the gate; {@code GateConfig} documents each. */
public record GateLimits(
        Items items,
        double baselineMargin,
        Roles roles,
        Variety variety,
        double rulesTolerance,
        double maxCalibrationError) {
    /** How many items a model must have been evaluated on. */
    public record Items(int silver, int gold, boolean requireGold) {
        public Items {
            atLeastOne(silver);
            atLeastOne(gold);
        }
    }

    /** When a role has collapsed. */
    public record Roles(int minItems, double minRecall) {
        public Roles {
            atLeastOne(minItems);
            share("the least recall", minRecall);
        }
    }

    /** How varied answers must be. */
    public record Variety(double shareExcess, double minEntropy) {
        public Variety {
            share("the excess of a share", shareExcess);
            share("the least entropy", minEntropy);
        }
    }

    public GateLimits {
        share("the margin above the baseline", baselineMargin);
        share("the tolerance below the rules", rulesTolerance);
        share("the greatest calibration error", maxCalibrationError);
    }

    private static void atLeastOne(int items) {
        if (items < 1) {
            throw new IllegalArgumentException("numbers of items must be at least 1, not " + items);
        }
    }

    private static void share(String name, double value) {
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException(name + " must be 0 to 1, not " + value);
        }
    }

    public static GateLimits defaults() {
        return new GateLimits(new Items(200, 100, false), 0.05, new Roles(20, 0.2), new Variety(0.15, 0.7), 0.03, 0.1);
    }
}
