package io.rolestream.cli.crash;

import java.util.List;

/**
 * The checker's judgement.
 *
 * @param resumes records on {@code resumes}
 * @param contents contents that call for a label
 * @param labels records on {@code labelled-roles}
 * @param degraded labels decided without the awaited vote
 * @param corrected degraded labels that a late vote replaced
 * @param deadLetters records on {@code resumes-dlq}
 * @param missing labels, corrections and dead letters that are not there
 * @param duplicated labels and dead letters that are there once more
 * @param wrong labels and dead letters that say something wrong
 * @param unexpected labels and dead letters that nothing calls for
 */
record LabelReport(
        int resumes,
        int contents,
        int labels,
        int degraded,
        int corrected,
        int deadLetters,
        List<String> missing,
        List<String> duplicated,
        List<String> wrong,
        List<String> unexpected) {
    private static final int SHOWN = 10;

    LabelReport {
        missing = List.copyOf(missing);
        duplicated = List.copyOf(duplicated);
        wrong = List.copyOf(wrong);
        unexpected = List.copyOf(unexpected);
    }

    boolean isClean() {
        return missing.isEmpty() && duplicated.isEmpty() && wrong.isEmpty() && unexpected.isEmpty();
    }

    @Override
    public String toString() {
        return "%d resumes with %d contents, %d labels (%d degraded, %d of these corrected), %d dead letters"
                        .formatted(resumes, contents, labels, degraded, corrected, deadLetters)
                + shown("missing", missing)
                + shown("duplicated", duplicated)
                + shown("wrong", wrong)
                + shown("unexpected", unexpected);
    }

    private static String shown(String kind, List<String> faults) {
        String examples = faults.isEmpty()
                ? ""
                : ":\n    " + String.join("\n    ", faults.stream().limit(SHOWN).toList());
        return "\n  %d %s%s".formatted(faults.size(), kind, examples);
    }
}
