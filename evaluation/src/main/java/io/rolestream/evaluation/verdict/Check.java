package io.rolestream.evaluation.verdict;

/** The checks of the gate. */
public enum Check {
    ENOUGH_ITEMS("enough-items"),
    ABOVE_BASELINE("above-baseline"),
    NO_ROLE_COLLAPSED("no-role-collapsed"),
    NOT_CONCENTRATED("not-concentrated"),
    JOINT_NOT_BELOW_RULES("joint-not-below-rules"),
    NOT_BELOW_CHAMPION("not-below-champion"),
    CALIBRATED("calibrated"),
    SMOKE_TEST("smoke-test");

    private final String key;

    Check(String key) {
        this.key = key;
    }

    /** How files and reports call it. */
    public String key() {
        return key;
    }
}
