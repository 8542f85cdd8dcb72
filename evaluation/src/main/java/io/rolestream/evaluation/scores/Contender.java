package io.rolestream.evaluation.scores;

/** The labellers and decisions that an evaluation compares. */
public enum Contender {
    /** The model that is evaluated, alone. */
    MODEL("model", "The model alone"),
    /** The rules alone. */
    RULES("rules", "The rules alone"),
    /** The joint decision of the model and the rules. */
    JOINT("joint", "Model and rules jointly"),
    /** The present champion, alone. */
    CHAMPION("champion", "The present champion alone"),
    /** The joint decision of the present champion and the rules. */
    CHAMPION_JOINT("championJoint", "The present champion and rules jointly");

    private final String key;
    private final String title;

    Contender(String key, String title) {
        this.key = key;
        this.title = title;
    }

    /** What files call it. */
    public String key() {
        return key;
    }

    /** What tables for people call it. */
    public String title() {
        return title;
    }
}
