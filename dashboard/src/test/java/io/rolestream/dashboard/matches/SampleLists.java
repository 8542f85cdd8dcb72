package io.rolestream.dashboard.matches;

import io.rolestream.events.FeedbackAction;
import io.rolestream.events.Job;
import io.rolestream.events.JobFeedback;
import io.rolestream.events.JobRecommendations;
import io.rolestream.events.LabelledJob;
import io.rolestream.events.Match;
import io.rolestream.events.MatchCause;
import io.rolestream.events.MatchDirection;
import io.rolestream.events.MatchVersions;
import io.rolestream.events.Passage;
import io.rolestream.events.ResumeRecommendations;
import io.rolestream.events.ScorePart;
import io.rolestream.schemas.job.FeedbackReader;
import io.rolestream.schemas.job.JobReader;
import io.rolestream.schemas.job.ReadableFeedback;
import io.rolestream.schemas.job.ReadableJob;
import io.rolestream.schemas.reading.EventDecoder;
import io.rolestream.schemas.reading.Reading;
import io.rolestream.schemas.registry.InMemorySchemaRegistry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Events of recommendations for tests. */
public final class SampleLists {
    public static final String SKILLS = "Python, Airflow, Kafka";
    public static final String DESCRIPTION = "You build pipelines with Airflow. We pay for Kubernetes training.";
    public static final String REASON = "Airflow is named by both";

    private static final JobReader JOBS =
            new JobReader(new EventDecoder<>(Job.class, new InMemorySchemaRegistry()), 250_000);
    private static final FeedbackReader FEEDBACK = new FeedbackReader(new InMemorySchemaRegistry());

    private SampleLists() {}

    public static Job.Builder job(String id, String title) {
        return Job.newBuilder()
                .setJobId(id)
                .setTitle(title)
                .setSkills("Airflow, Kubernetes")
                .setDescription(DESCRIPTION)
                .setLocation("Berlin")
                .setRemote(true);
    }

    public static LabelledJob label(String id, String role) {
        return LabelledJob.newBuilder()
                .setJobId(id)
                .setRole(role)
                .setConfidence(0.9f)
                .build();
    }

    public static Match match(String id) {
        return Match.newBuilder()
                .setId(id)
                .setScore(0.75f)
                .setRole("Data Engineer")
                .setParts(List.of(new ScorePart("role", 0.9f, 1, 0.5f), new ScorePart("bm25", 12.5f, 2, 0.25f)))
                .setMatchedSkills(List.of("Airflow"))
                .setMissingSkills(List.of("Kubernetes"))
                .setWouldHelp("Kubernetes")
                .setReasons(List.of(REASON))
                .setPassages(List.of(new Passage("resume", "skills", 8, 15), new Passage("job", "description", 25, 32)))
                .build();
    }

    public static JobRecommendations.Builder forResume(String resumeId, String version, List<String> jobIds) {
        return JobRecommendations.newBuilder()
                .setResumeId(resumeId)
                .setRole("Data Engineer")
                .setCause(MatchCause.NEW)
                .setVersions(versions(version))
                .setJobs(jobIds.stream().map(SampleLists::match).toList())
                .setRecommendedAt(Instant.now());
    }

    public static ResumeRecommendations.Builder forJob(String jobId, String version, List<String> resumeIds) {
        return ResumeRecommendations.newBuilder()
                .setJobId(jobId)
                .setRole("Data Engineer")
                .setCause(MatchCause.NEW)
                .setVersions(versions(version))
                .setResumes(resumeIds.stream().map(SampleLists::match).toList())
                .setRecommendedAt(Instant.now());
    }

    private static MatchVersions versions(String version) {
        return MatchVersions.newBuilder()
                .setMatcher(version)
                .setRuleSet("default@1")
                .build();
    }

    public static JobFeedback feedback(
            String resumeId, String jobId, int revision, int position, FeedbackAction action) {
        return JobFeedback.newBuilder()
                .setResumeId(resumeId)
                .setJobId(jobId)
                .setAction(action)
                .setDirection(MatchDirection.JOBS_FOR_RESUME)
                .setRevision(revision)
                .setPosition(position)
                .build();
    }

    /** A valid posting as the services read it. */
    public static synchronized ReadableJob readable(Job.Builder job) {
        return value(JOBS.read(job.build(), System.currentTimeMillis()));
    }

    /** Valid feedback as the services read it, given just now. */
    public static ReadableFeedback readable(JobFeedback feedback) {
        return readable(feedback, System.currentTimeMillis());
    }

    /** @param timestamp of the record, in milliseconds since 1970 */
    public static ReadableFeedback readable(JobFeedback feedback, long timestamp) {
        return value(FEEDBACK.read(feedback, timestamp));
    }

    private static <T> T value(Reading<T> reading) {
        if (reading instanceof Reading.Readable<T> readable) {
            return readable.value();
        }
        throw new IllegalArgumentException(reading.toString());
    }

    /** Job ids of this prefix: {@code prefix-1} and so on. */
    public static List<String> ids(String prefix, int count) {
        List<String> ids = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            ids.add(prefix + "-" + i);
        }
        return ids;
    }
}
