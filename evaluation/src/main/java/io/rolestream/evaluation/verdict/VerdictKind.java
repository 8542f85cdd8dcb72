package io.rolestream.evaluation.verdict;

import io.rolestream.common.text.Keyed;

/** The verdicts on a model, in the words that every command, file and page shows. */
public enum VerdictKind implements Keyed {
    PASSED("passed"),
    /** No check failed, but some rest on weak evidence ({@link GateVerdict#weak}). */
    PASSED_WEAKLY("passed (weakly)"),
    FAILED("failed"),
    /** The model was not judged, or its verdict is unknown. */
    NOT_RECORDED("no verdict");

    private final String words;

    VerdictKind(String words) {
        this.words = words;
    }

    public String words() {
        return words;
    }

    public boolean passed() {
        return this == PASSED || this == PASSED_WEAKLY;
    }
}
