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
        throw new IllegalArgumentException("must be best-of-n, dpo, rloo or ppo, not \"" + name + "\"");
    }

    /** Whether answers are drawn from the model as it learns, and a judge chooses the step. */
    boolean drawsAsItLearns() {
        return this == RLOO || this == PPO;
    }

    public String key() {
        return key;
    }

    String words() {
        return words;
    }
}
