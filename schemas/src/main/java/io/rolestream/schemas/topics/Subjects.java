package io.rolestream.schemas.topics;

import io.rolestream.events.JobFeedback;
import io.rolestream.events.JobRecommendations;
import io.rolestream.events.LabelDisagreement;
import io.rolestream.events.LabelVote;
import io.rolestream.events.LabelledJob;
import io.rolestream.events.LabelledRole;
import io.rolestream.events.ModelVersion;
import io.rolestream.events.ResumeRecommendations;
import io.rolestream.events.RoleCorrection;
import io.rolestream.events.TrainerStatus;
import io.rolestream.events.TrainingExample;
import io.rolestream.events.WorkerStatus;
import io.rolestream.events.WrittenDescription;
import io.rolestream.state.CurrentLabel;
import io.rolestream.state.PendingResume;
import java.util.List;
import java.util.stream.Stream;

/** The subjects under which schemas must be registered before a record is written, by who writes it. */
public final class Subjects {
    /** The labelling service's stores. */
    public static final String PENDING = "pending";

    public static final String CURRENT_LABELS = "current-labels";

    private Subjects() {}

    /** The topic in Kafka with the changes of a store of the labelling service. */
    public static String changelog(String applicationId, String store) {
        return applicationId + "-" + store + "-changelog";
    }

    public static List<Subject> ofStream(Topics topics, String applicationId) {
        return Stream.concat(
                        Stream.of(
                                new Subject(topics.labelledRoles(), LabelledRole.class),
                                new Subject(topics.labelDisagreements(), LabelDisagreement.class),
                                new Subject(topics.trainingExamples(), TrainingExample.class)),
                        ofState(applicationId))
                .toList();
    }

    private static Stream<Subject> ofState(String applicationId) {
        return Stream.of(
                new Subject(changelog(applicationId, PENDING), PendingResume.class),
                new Subject(changelog(applicationId, CURRENT_LABELS), CurrentLabel.class));
    }

    public static List<Subject> ofWorker(Topics topics) {
        return List.of(
                new Subject(topics.labelVotes(), LabelVote.class),
                new Subject(topics.workerStatus(), WorkerStatus.class));
    }

    public static List<Subject> ofTrainer(Topics topics) {
        return List.of(
                new Subject(topics.modelVersions(), ModelVersion.class),
                new Subject(topics.trainerStatus(), TrainerStatus.class));
    }

    public static List<Subject> ofRecommender(Topics topics) {
        return List.of(
                new Subject(topics.labelledJobs(), LabelledJob.class),
                new Subject(topics.jobRecommendations(), JobRecommendations.class),
                new Subject(topics.resumeRecommendations(), ResumeRecommendations.class),
                new Subject(topics.workerStatus(), WorkerStatus.class));
    }

    public static List<Subject> ofGenerator(Topics topics) {
        return List.of(new Subject(topics.generatedDescriptions(), WrittenDescription.class));
    }

    public static List<Subject> ofDashboard(Topics topics) {
        return List.of(
                new Subject(topics.roleCorrections(), RoleCorrection.class),
                new Subject(topics.jobFeedback(), JobFeedback.class));
    }

    /** Those of all topics, and of the labelling service's state. */
    public static List<Subject> all(TopicCatalogue catalogue, String applicationId) {
        return Stream.concat(
                        catalogue.all().stream()
                                .flatMap(spec -> spec.value().stream().map(value -> new Subject(spec.name(), value))),
                        ofState(applicationId))
                .toList();
    }
}
