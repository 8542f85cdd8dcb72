package io.rolestream.trainer.alignment;

/** How a generator learns what a reward prefers. */
public enum AlignmentMethod {
    BEST_OF_N("best-of-n", "fine-tuning on the best of several drawn answers"),
    DPO("dpo", "DPO on the best and the worst of several drawn answers"),
    RLOO("rloo", "RLOO on answers that are drawn as it learns"),
    PPO("ppo", "PPO with a critic on answers that are drawn as it learns");

    private final String key;
    private final String words;

    AlignmentMethod(String key, String words) {
        this.key = key;
        this.words = words;
    }

    /**
     * The method of a name.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static AlignmentMethod of(String name) {
        for (AlignmentMethod method : values()) {
            if (method.key.equals(name)) {
                return method;
            }
        }
        throw new IllegalArgumentException("must be best-of-n, dpo, rloo, ppo or all, not \"" + name + "\"");
    }

    /** Whether answers are drawn from the model as it learns, and a judge chooses the step. */
    public boolean drawsAsItLearns() {
        return this == RLOO || this == PPO;
    }

    /** How strongly a model is held to the generator by default. */
    public double beta() {
        return this == DPO ? 0.1 : 0.05;
    }

    /**
     * The default peak of the learning rate.
     *
     * @param full whether all parameters are trained, not adapters
     */
    public double learningRate(boolean full) {
        return switch (this) {
            case BEST_OF_N -> full ? 2e-5 : 2e-4;
            case DPO, RLOO -> full ? 1e-6 : 5e-5;
            case PPO -> full ? 3e-6 : 5e-5;
        };
    }

    public String key() {
        return key;
    }

    String words() {
        return words;
    }
}
