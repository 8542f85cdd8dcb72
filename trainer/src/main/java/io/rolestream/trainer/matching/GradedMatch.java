package io.rolestream.trainer.matching;

/**
 * How well a job suits a resume, as somebody or something judged it.
 *
 * @param grade 0 for a job that does not suit; from 1 it does, the better the higher; at most {@value #HIGHEST}
 * @param weight how much the judgement counts, above 0; 1 unless it was corrected for its place in a list
 */
public record GradedMatch(String resumeId, String jobId, int grade, float weight) {
    public static final int HIGHEST = 3;

    public GradedMatch {
        if (grade < 0 || grade > HIGHEST) {
            throw new IllegalArgumentException("a grade must be between 0 and " + HIGHEST + ", not " + grade);
        }
        if (!(weight > 0 && weight < Float.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("a weight must be above 0, not " + weight);
        }
    }

    public boolean suits() {
        return grade > 0;
    }
}
