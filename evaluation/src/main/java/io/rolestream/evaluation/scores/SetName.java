package io.rolestream.evaluation.scores;

import io.rolestream.common.text.Keyed;

/** The sets of items that a model is evaluated on. */
public enum SetName implements Keyed {
    /** Texts not trained on, labelled by the rules: how well the model repeats the rules. */
    SILVER,
    /**
     * Texts that people corrected or confirmed. They were picked as doubtful, so role shares differ from the stream's.
     */
    GOLD,
    /**
     * Texts drawn at random from the stream and labelled by people: the only unbiased measure of labels on the stream.
     */
    GOLD_RANDOM_SLICE;

    /** The name of {@link #SILVER} in older versions. */
    private static final String FORMER_SILVER = "hold-out";

    /** Renames a metric of an older version. */
    public static String current(String name) {
        return name.startsWith(FORMER_SILVER + ".") ? SILVER.key() + name.substring(FORMER_SILVER.length()) : name;
    }

    public boolean labelledByPeople() {
        return this != SILVER;
    }
}
