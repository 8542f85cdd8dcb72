package io.rolestream.matching.profile;

/** The two sides of a match. */
public enum Side {
    RESUME,
    JOB;

    public Side other() {
        return this == RESUME ? JOB : RESUME;
    }
}
