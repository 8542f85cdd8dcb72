package io.rolestream.evaluation.verdict;

import io.rolestream.common.text.Keyed;

/** What the gate checks. */
public enum Check implements Keyed {
    ENOUGH_ITEMS,
    ABOVE_BASELINE,
    NO_ROLE_COLLAPSED,
    NOT_CONCENTRATED,
    JOINT_NOT_BELOW_RULES,
    NOT_BELOW_CHAMPION,
    CALIBRATED,
    JOINT_CALIBRATED,
    SMOKE_TEST
}
