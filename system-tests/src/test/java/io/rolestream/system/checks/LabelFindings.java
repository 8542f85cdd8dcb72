package io.rolestream.system.checks;

/** What the checker of labels counts and finds while it reads. */
public final class LabelFindings extends Findings {
    int resumes;
    int contents;
    int labels;
    int degraded;
    int corrected;
    int deadLetters;

    public LabelReport report() {
        return new LabelReport(resumes, contents, labels, degraded, corrected, deadLetters, faults());
    }
}
