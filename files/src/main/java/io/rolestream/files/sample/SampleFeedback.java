package io.rolestream.files.sample;

import io.rolestream.events.JobFeedback;
import io.rolestream.files.sample.words.Rng;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What {@link SimulatedReader}s do with lists of generated jobs, without a recommender. A resume's list has ten jobs
 * that an imperfect recommender ranked: by their grades and chance. It is read in two revisions, which order the same
 * jobs differently: only jobs that were shown at several positions tell how much a position matters. Thread-safe.
 */
public final class SampleFeedback {
    private static final int REVISIONS = 2;
    private static final int LISTED = 10;

    /** The jobs that a list is drawn from. A few of them suit. */
    private static final int DRAWN = 40;

    /** How much chance adds to a grade, at most: as much as a job's grade can. */
    private static final double CHANCE = 3;

    private static final Duration READ_AFTER = Duration.ofDays(1);

    private final ResumeGenerator resumes;
    private final JobGenerator jobs;
    private final GradedPairs grades;
    private final SimulatedReader reader;
    private final long seed;

    private record Ranked(String job, double score) {}

    public SampleFeedback(ResumeGenerator resumes, JobGenerator jobs, long seed) {
        this.resumes = resumes;
        this.jobs = jobs;
        this.grades = new GradedPairs(resumes, jobs);
        this.reader = new SimulatedReader(seed);
        this.seed = seed;
    }

    /**
     * The reactions of one person, in the order of time.
     *
     * @param resume its number, from 1
     * @param jobCount lists have the first jobs, this many; from 1
     */
    public List<JobFeedback> of(long resume, int jobCount) {
        SampleResume person = resumes.resume(resume);
        Rng rng = new Rng(seed, ~resume); // not the sequence of the resume
        List<String> listed = ranked(person.resumeId(), drawn(jobCount, rng), rng);
        List<JobFeedback> reactions = new ArrayList<>();
        Instant at = person.submittedAt();
        for (int revision = 1; revision <= REVISIONS; revision++) {
            at = at.plus(READ_AFTER);
            reactions.addAll(
                    reader.jobs(person.resumeId(), listed, job -> grades.grade(person.resumeId(), job), revision, at));
            listed = ranked(person.resumeId(), listed, rng);
        }
        return reactions;
    }

    private List<String> drawn(int jobCount, Rng rng) {
        Set<String> drawn = new LinkedHashSet<>();
        for (int i = 0; i < DRAWN; i++) {
            drawn.add(jobs.idPrefix() + (1 + rng.below(jobCount)));
        }
        return List.copyOf(drawn);
    }

    private List<String> ranked(String resume, List<String> ids, Rng rng) {
        return ids.stream()
                .map(job -> new Ranked(job, grades.grade(resume, job) + rng.between(0, CHANCE)))
                .sorted(Comparator.comparingDouble(Ranked::score).reversed())
                .limit(LISTED)
                .map(Ranked::job)
                .toList();
    }
}
