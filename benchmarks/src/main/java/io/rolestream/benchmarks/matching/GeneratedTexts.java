package io.rolestream.benchmarks.matching;

import io.rolestream.files.sample.GeneratorOptions;
import io.rolestream.files.sample.JobGenerator;
import io.rolestream.files.sample.ResumeGenerator;
import io.rolestream.files.sample.SampleJob;
import io.rolestream.files.sample.SampleResume;
import io.rolestream.matching.profile.Candidate;
import io.rolestream.matching.profile.Posting;

/** The same generated postings and resumes in every run, by number from 1. */
final class GeneratedTexts {
    private static final long SEED = 19;

    private final JobGenerator jobs = new JobGenerator(SEED);
    private final ResumeGenerator resumes = new ResumeGenerator(SEED, GeneratorOptions.DEFAULT);

    SampleJob job(int number) {
        return jobs.job(number);
    }

    SampleResume resume(int number) {
        return resumes.resume(number);
    }

    Posting posting(int number) {
        SampleJob job = jobs.job(number);
        return new Posting(
                job.jobId(),
                job.title(),
                job.skills(),
                job.description(),
                job.location(),
                job.remote(),
                job.seniority(),
                null);
    }

    Candidate candidate(int number) {
        SampleResume resume = resumes.resume(number);
        return new Candidate(resume.resumeId(), resume.skills(), resume.text(), resume.yearsOfExperience());
    }
}
