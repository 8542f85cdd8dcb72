package io.rolestream.evaluation.scores;

import io.rolestream.common.text.Keyed;

/** The sets of items that a model is evaluated on. */
public enum SetName implements Keyed {
    /** Texts that were not trained on, with the rules' votes for labels: how well the model repeats the rules. */
    SILVER,
    /**
     * Texts that people corrected or confirmed. They were picked, for being doubtful for one, so shares of roles are
     * not the stream's.
     */
    GOLD,
    /**
     * Texts drawn at random from the stream and labelled by people: the only set that measures the quality of labels on
     * the stream.
     */
    GOLD_RANDOM_SLICE;

    /** What versions call {@link #SILVER} that were published before the set had this name. */
    private static final String FORMER_SILVER = "hold-out";

    /** A name that begins with a set's key and a dot, with the key that the set has now. */
    public static String current(String name) {
        return name.startsWith(FORMER_SILVER + ".") ? SILVER.key() + name.substring(FORMER_SILVER.length()) : name;
    }

    /** Whether people labelled it, rather than the rules. */
    public boolean labelledByPeople() {
        return this != SILVER;
    }
}
