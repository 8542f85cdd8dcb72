package io.rolestream.evaluation.scores;

/** The labellers and decisions that an evaluation compares. */
public enum Contender {
    MODEL("model", "The model alone"),
    RULES("rules", "The rules alone"),
    JOINT("joint", "Model and rules jointly"),
    CHAMPION("champion", "The present champion alone"),
    CHAMPION_JOINT("championJoint", "The present champion and rules jointly");

    private final String key;
    private final String title;

    Contender(String key, String title) {
        this.key = key;
        this.title = title;
    }

    /** The name in files. */
    public String key() {
        return key;
    }

    /** The name in tables for people. */
    public String title() {
        return title;
    }
}
