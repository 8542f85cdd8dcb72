package io.rolestream.stream.recommending.index;

import java.util.List;

/**
 * What an index was built of: for each partition of a topic, the offset up to which (exclusive) it had been read.
 *
 * @param jobs of {@code jobs}
 * @param jobLabels of {@code labelled-jobs}
 * @param resumes of {@code resumes}
 * @param resumeLabels of {@code labelled-roles}
 */
public record AsOf(List<Long> jobs, List<Long> jobLabels, List<Long> resumes, List<Long> resumeLabels) {
    public static final AsOf NOTHING = new AsOf(List.of(), List.of(), List.of(), List.of());

    public AsOf {
        jobs = List.copyOf(jobs);
        jobLabels = List.copyOf(jobLabels);
        resumes = List.copyOf(resumes);
        resumeLabels = List.copyOf(resumeLabels);
    }
}
