package io.rolestream.trainer.matching;

import io.rolestream.matching.profile.Candidate;
import io.rolestream.matching.profile.Posting;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Resumes, jobs, and which suit each other.
 *
 * @param resumes by id
 * @param jobs by id
 * @param matches of these resumes and jobs only
 * @param source in words, for the model card
 * @param byPeople whether people judged the matches, such as by applying; false where they were made with their grades
 */
public record MatchingData(
        Map<String, Candidate> resumes,
        Map<String, Posting> jobs,
        List<GradedMatch> matches,
        String source,
        boolean byPeople) {
    public MatchingData {
        resumes = Collections.unmodifiableMap(new LinkedHashMap<>(resumes));
        jobs = Collections.unmodifiableMap(new LinkedHashMap<>(jobs));
        matches = List.copyOf(matches);
        for (GradedMatch match : matches) {
            if (!resumes.containsKey(match.resumeId()) || !jobs.containsKey(match.jobId())) {
                throw new IllegalArgumentException(match + " is of an unknown resume or job");
            }
        }
    }
}
