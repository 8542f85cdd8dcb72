package io.rolestream.engine.training.alignment.ppo;

/** The weight of the KL divergence in the rewards of tokens. */
public sealed interface KlCoefficient {
    double value();

    /**
     * The weight after a step.
     *
     * @param kl the mean KL divergence of an answer, in nats, summed over its tokens
     */
    KlCoefficient after(double kl);

    /** The same rule with another weight. */
    KlCoefficient with(double value);

    /** A weight that stays as it is. */
    record Fixed(double value) implements KlCoefficient {
        public Fixed {
            check(value);
        }

        /** 0.05. */
        public static Fixed usual() {
            return new Fixed(0.05);
        }

        @Override
        public KlCoefficient after(double kl) {
            return this;
        }

        @Override
        public KlCoefficient with(double newValue) {
            return new Fixed(newValue);
        }
    }

    /**
     * A weight that rises where the divergence is above its target, and falls below it: by the proportional control of
     * Ziegler et al. (2019), {@code value * (1 + gain * clip(kl / target - 1, -0.2, 0.2))}.
     *
     * @param target in nats, above 0
     * @param gain above 0
     */
    record Adaptive(double value, double target, double gain) implements KlCoefficient {
        private static final double LIMIT = 0.2;

        public Adaptive {
            check(value);
            if (!(target > 0 && gain > 0 && gain < 1 / LIMIT)) {
                throw new IllegalArgumentException(
                        "the target must be above 0, and the gain between 0 and 5, not " + target + " and " + gain);
            }
        }

        /** Begins at 0.05; 6 nats, gain 0.1. */
        public static Adaptive usual() {
            return new Adaptive(0.05, 6, 0.1);
        }

        @Override
        public KlCoefficient after(double kl) {
            double error = Math.max(-LIMIT, Math.min(LIMIT, kl / target - 1));
            return with(value * (1 + gain * error));
        }

        @Override
        public KlCoefficient with(double newValue) {
            return new Adaptive(newValue, target, gain);
        }
    }

    private static void check(double value) {
        if (!(value > 0 && value < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "the weight of the KL divergence must be finite and above 0, not " + value);
        }
    }
}
