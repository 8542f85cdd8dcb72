package io.rolestream.schemas;

import io.rolestream.events.Decider;
import io.rolestream.events.Evidence;
import io.rolestream.events.FeedbackAction;
import io.rolestream.events.Job;
import io.rolestream.events.JobFeedback;
import io.rolestream.events.JobRecommendations;
import io.rolestream.events.LabelDisagreement;
import io.rolestream.events.LabelVote;
import io.rolestream.events.LabelledJob;
import io.rolestream.events.LabelledRole;
import io.rolestream.events.MatchDirection;
import io.rolestream.events.ModelVersion;
import io.rolestream.events.Resume;
import io.rolestream.events.ResumeRecommendations;
import io.rolestream.events.RoleCorrection;
import io.rolestream.events.RoleScore;
import io.rolestream.events.TrainerCommand;
import io.rolestream.events.TrainerStatus;
import io.rolestream.events.TrainingExample;
import io.rolestream.events.Vote;
import io.rolestream.events.WorkerStatus;
import io.rolestream.events.WrittenDescription;
import io.rolestream.state.CurrentLabel;
import io.rolestream.state.PendingResume;
import java.time.Instant;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;

/** Records for tests. */
public final class Records {
    public static final Instant NOON = Instant.parse("2026-03-04T12:00:00Z");
    /** Every record that is a topic's or a store's value. */
    public static final List<Class<? extends SpecificRecord>> TYPES = List.of(
            Resume.class,
            LabelVote.class,
            LabelledRole.class,
            LabelDisagreement.class,
            TrainingExample.class,
            RoleCorrection.class,
            Job.class,
            LabelledJob.class,
            WrittenDescription.class,
            JobRecommendations.class,
            ResumeRecommendations.class,
            JobFeedback.class,
            ModelVersion.class,
            WorkerStatus.class,
            TrainerCommand.class,
            TrainerStatus.class,
            PendingResume.class,
            CurrentLabel.class);

    private Records() {}

    public static Resume resume(String id, String skills) {
        return Resume.newBuilder()
                .setResumeId(id)
                .setSkills(skills)
                .setYearsOfExperience(4.5f)
                .setCompanies(List.of("Example GmbH", "Häuser & Söhne"))
                .setSubmittedAt(NOON)
                .build();
    }

    public static Job job(String id, String skills) {
        return Job.newBuilder()
                .setJobId(id)
                .setTitle("Data Engineer (m/f/d)")
                .setSkills(skills)
                .setDescription("You build pipelines.")
                .setLocation("Köln")
                .setRemote(true)
                .setSeniority("senior")
                .setOpenUntil(NOON.plusSeconds(3_600))
                .setPostedAt(NOON)
                .setSource("ats")
                .build();
    }

    public static JobFeedback feedback(String resumeId, String jobId) {
        return JobFeedback.newBuilder()
                .setResumeId(resumeId)
                .setJobId(jobId)
                .setAction(FeedbackAction.OPENED)
                .setDirection(MatchDirection.JOBS_FOR_RESUME)
                .setPosition(2)
                .setRevision(3)
                .setHappenedAt(NOON)
                .build();
    }

    public static Vote vote(String labeller) {
        return Vote.newBuilder()
                .setLabeller(labeller)
                .setLabellerVersion("1")
                .setRole("Data Engineer")
                .setConfidence(0.75f)
                .setScores(List.of(new RoleScore("Data Engineer", 2.5f), new RoleScore("Other", 0.5f)))
                .setEvidence(List.of(new Evidence("spark", 3, 8)))
                .setVotedAt(NOON)
                .build();
    }

    public static LabelledRole label(String id) {
        return LabelledRole.newBuilder()
                .setResumeId(id)
                .setRole("Data Engineer")
                .setDecidedBy(Decider.MODEL)
                .setRuleVote(vote("rules"))
                .setModelVote(vote("roberta"))
                .setSubmittedAt(NOON)
                .setLabelledAt(NOON.plusMillis(250))
                .build();
    }
}
