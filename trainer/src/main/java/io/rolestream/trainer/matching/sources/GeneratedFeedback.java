package io.rolestream.trainer.matching.sources;

import io.rolestream.files.sample.GeneratorOptions;
import io.rolestream.files.sample.JobGenerator;
import io.rolestream.files.sample.ResumeGenerator;
import io.rolestream.files.sample.SampleFeedback;
import io.rolestream.trainer.matching.MatchingData;
import io.rolestream.trainer.matching.feedback.FeedbackMatches;
import io.rolestream.trainer.matching.feedback.Reaction;
import java.util.ArrayList;
import java.util.List;

/** What simulated people do with lists of generated postings: shown, opened, applied, hired. */
public final class GeneratedFeedback {
    private GeneratedFeedback() {}

    /**
     * Generates resumes, postings and reactions.
     *
     * @param resumes how many
     * @param jobs how many
     */
    public static MatchingData of(int resumes, int jobs, long seed) {
        MatchingData texts = GeneratedMatches.of(resumes, jobs, 0, seed);
        SampleFeedback feedback =
                new SampleFeedback(new ResumeGenerator(seed, GeneratorOptions.DEFAULT), new JobGenerator(seed), seed);
        List<Reaction> reactions = new ArrayList<>();
        for (int i = 1; i <= resumes; i++) {
            feedback.of(i, jobs)
                    .forEach(one -> reactions.add(
                            new Reaction(one.getResumeId(), one.getJobId(), one.getAction(), one.getPosition())));
        }
        return new MatchingData(
                texts.resumes(),
                texts.jobs(),
                FeedbackMatches.of(reactions).matches(),
                "generated resumes, postings and reactions, not real ones; seed " + seed,
                false);
    }
}
