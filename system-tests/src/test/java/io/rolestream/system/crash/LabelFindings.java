package io.rolestream.system.crash;

/** What the checker of labels counts and finds while it reads. */
final class LabelFindings extends Findings {
    int resumes;
    int contents;
    int labels;
    int degraded;
    int corrected;
    int deadLetters;

    LabelReport report() {
        return new LabelReport(resumes, contents, labels, degraded, corrected, deadLetters, faults());
    }
}
