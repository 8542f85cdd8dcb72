package io.rolestream.evaluation.scores;

/** The sets of items that a model is evaluated on. */
public enum SetName {
    /** Texts that were not trained on, with the rules' votes for labels: how well the model repeats the rules. */
    HOLD_OUT("hold-out", false),
    /** Texts that people corrected or confirmed. They were picked, for being doubtful for one, so shares of roles are not the stream's. */
    GOLD("gold", true),
    /**
     * Texts drawn at random from the stream and labelled by people: the only set that measures the quality of labels
     * on the stream.
     */
    GOLD_RANDOM_SLICE("gold-random-slice", true);

    private final String key;
    private final boolean labelledByPeople;

    SetName(String key, boolean labelledByPeople) {
        this.key = key;
        this.labelledByPeople = labelledByPeople;
    }

    /** How files and metrics call it. */
    public String key() {
        return key;
    }

    /** Whether people labelled it, rather than the rules. */
    public boolean labelledByPeople() {
        return labelledByPeople;
    }
}
