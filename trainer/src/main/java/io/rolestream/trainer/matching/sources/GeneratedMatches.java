package io.rolestream.trainer.matching.sources;

import io.rolestream.files.sample.GeneratorOptions;
import io.rolestream.files.sample.GradedPairs;
import io.rolestream.files.sample.JobGenerator;
import io.rolestream.files.sample.ResumeGenerator;
import io.rolestream.files.sample.SampleJob;
import io.rolestream.files.sample.SampleResume;
import io.rolestream.matching.profile.Candidate;
import io.rolestream.matching.profile.Posting;
import io.rolestream.trainer.matching.GradedMatch;
import io.rolestream.trainer.matching.MatchingData;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Matches of generated resumes and postings, with the grades by which they were made: what there is without feedback.
 */
public final class GeneratedMatches {
    private GeneratedMatches() {}

    /**
     * Generates resumes and postings. The matches are all pairs that suit, so that rankings are judged in full, and for
     * each resume some that do not.
     *
     * @param resumes how many
     * @param jobs how many
     * @param unsuited how many jobs of grade 0 a resume is learnt with, at most
     */
    public static MatchingData of(int resumes, int jobs, int unsuited, long seed) {
        ResumeGenerator people = new ResumeGenerator(seed, GeneratorOptions.DEFAULT);
        JobGenerator postings = new JobGenerator(seed);
        GradedPairs grades = new GradedPairs(people, postings);
        Map<String, Candidate> candidates = new LinkedHashMap<>();
        for (int i = 1; i <= resumes; i++) {
            SampleResume resume = people.resume(i);
            candidates.put(resume.resumeId(), new Candidate(resume.resumeId(), resume.skills(), resume.text(), null));
        }
        Map<String, Posting> offers = new LinkedHashMap<>();
        for (int i = 1; i <= jobs; i++) {
            SampleJob job = postings.job(i);
            offers.put(
                    job.jobId(),
                    new Posting(
                            job.jobId(),
                            job.title(),
                            job.skills(),
                            job.description(),
                            job.location(),
                            job.remote(),
                            job.seniority(),
                            null));
        }
        List<String> jobIds = List.copyOf(offers.keySet());
        List<GradedMatch> matches = new ArrayList<>();
        int number = 0;
        for (String resume : candidates.keySet()) {
            number++;
            SplittableRandom random = new SplittableRandom(seed * 1_000_003 + number);
            int left = unsuited;
            int from = random.nextInt(jobs);
            for (int i = 0; i < jobs; i++) {
                int job = (from + i) % jobs;
                int grade = grades.grade(number, job + 1L);
                if (grade > 0 || left > 0) {
                    left -= grade > 0 ? 0 : 1;
                    matches.add(new GradedMatch(resume, jobIds.get(job), grade, 1));
                }
            }
        }
        return new MatchingData(
                candidates,
                offers,
                matches,
                "generated resumes and postings, graded by how they were made (trade, share of the needed skills,"
                        + " seniority); seed " + seed,
                false);
    }
}
