package io.rolestream.system.checks;

/**
 * The judgement on the labels.
 *
 * @param resumes records on {@code resumes}
 * @param contents contents that call for a label
 * @param labels records on {@code labelled-roles}
 * @param degraded labels decided without the awaited vote
 * @param corrected degraded labels that a late vote replaced
 * @param deadLetters records on {@code resumes-dlq}
 * @param faults of labels, corrections and dead letters
 */
public record LabelReport(
        int resumes, int contents, int labels, int degraded, int corrected, int deadLetters, Faults faults) {
    public boolean isClean() {
        return faults.isEmpty();
    }

    @Override
    public String toString() {
        return "%d resumes with %d contents, %d labels (%d degraded, %d of these corrected), %d dead letters%s"
                .formatted(resumes, contents, labels, degraded, corrected, deadLetters, faults);
    }
}
