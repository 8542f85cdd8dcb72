package io.rolestream.cli.crash;

import java.util.ArrayList;
import java.util.List;

/** What the checker counts and finds while it reads. */
final class Findings {
    final List<String> missing = new ArrayList<>();
    final List<String> duplicated = new ArrayList<>();
    final List<String> wrong = new ArrayList<>();
    final List<String> unexpected = new ArrayList<>();
    int resumes;
    int contents;
    int labels;
    int degraded;
    int corrected;
    int deadLetters;

    LabelReport report() {
        return new LabelReport(
                resumes, contents, labels, degraded, corrected, deadLetters, missing, duplicated, wrong, unexpected);
    }
}
