package io.rolestream.schemas.access;

import static org.apache.kafka.common.acl.AclOperation.CREATE;
import static org.apache.kafka.common.acl.AclOperation.DESCRIBE;
import static org.apache.kafka.common.acl.AclOperation.DESCRIBE_CONFIGS;
import static org.apache.kafka.common.acl.AclOperation.READ;
import static org.apache.kafka.common.acl.AclOperation.WRITE;

import io.rolestream.schemas.topics.TopicCatalogue;
import io.rolestream.schemas.topics.TopicSpec;
import io.rolestream.schemas.topics.Topics;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.acl.AclOperation;

/**
 * The access rights of every client of the cluster, in one place. They are the least that each client needs; a test
 * runs all clients on a broker that grants nothing else.
 *
 * <p>Among the services, only the trainer may announce model versions, because workers load what is announced. Among
 * people, operators may.
 *
 * <p>All services but the dashboard and the REST interface check every topic's partitions and settings at start
 * ({@code topics check}); this right does not include reading records.
 */
public final class AccessCatalogue {
    public static final String STREAM = "stream";
    public static final String WORKER = "worker";
    public static final String TRAINER = "trainer";
    public static final String GENERATOR = "generator";
    public static final String RECOMMENDER = "recommender";
    public static final String DASHBOARD = "dashboard";
    public static final String SERVER = "server";
    public static final String PRODUCER = "producer";
    public static final String JOB_PRODUCER = "job-producer";
    public static final String FEEDBACK_PRODUCER = "feedback-producer";
    public static final String CONSUMER = "consumer";
    public static final String REVIEWER = "reviewer";
    public static final String OPERATOR = "operator";
    public static final String SCALER = "scaler";

    /** Prefix of the consumer groups of applications that read labels. */
    public static final String CONSUMER_GROUPS = "labels-";

    private final TopicCatalogue catalogue;
    private final Topics topics;
    private final ClientNames names;
    private final boolean keepsSchemas;

    public AccessCatalogue(TopicCatalogue catalogue, ClientNames names) {
        this.catalogue = catalogue;
        this.topics = catalogue.topics();
        this.names = names;
        this.keepsSchemas = catalogue.all().stream().anyMatch(this::isSchemas);
    }

    private boolean isSchemas(TopicSpec spec) {
        return spec.name().equals(topics.schemas());
    }

    /** Services first, then people and their applications. */
    public List<ClientAccess> all() {
        return List.of(
                stream(),
                worker(),
                trainer(),
                generator(),
                recommender(),
                dashboard(),
                server(),
                producer(),
                jobProducer(),
                feedbackProducer(),
                consumer(),
                reviewer(),
                operator(),
                scaler());
    }

    private ClientAccess stream() {
        List<Grant> grants = checked(
                Set.of(topics.resumes(), topics.labelVotes(), topics.roleCorrections(), topics.modelVersions()),
                Set.of(
                        topics.labelledRoles(),
                        topics.labelDisagreements(),
                        topics.trainingExamples(),
                        topics.roleCorrections(),
                        topics.resumesDlq()));
        grants.add(Grant.topics(names.stream() + "-", CREATE, READ, WRITE));
        grants.add(Grant.group(names.stream(), READ));
        grants.add(Grant.transactionalIds(names.stream() + "-"));
        return new ClientAccess(STREAM, "The labelling service.", grants);
    }

    private ClientAccess worker() {
        List<Grant> grants = checked(
                Set.of(topics.resumes(), topics.modelVersions()),
                Set.of(topics.labelVotes(), topics.resumesDlq(), topics.workerStatus()));
        grants.add(Grant.group(names.workers(), READ));
        grants.add(Grant.groups(names.otherWorkers(), READ));
        grants.add(Grant.transactionalIds(topics.own(names.workers()) + "-"));
        return new ClientAccess(WORKER, "The workers, including those with a challenger or another labeller.", grants);
    }

    private ClientAccess trainer() {
        List<Grant> grants = checked(
                Set.of(
                        topics.labelledRoles(),
                        topics.trainingExamples(),
                        topics.roleCorrections(),
                        topics.modelVersions(),
                        topics.trainerCommands(),
                        topics.resumes(),
                        topics.jobs(),
                        topics.jobFeedback()),
                Set.of(topics.modelVersions(), topics.trainerStatus()));
        grants.add(Grant.group(names.trainers(), READ));
        grants.add(announcer());
        return new ClientAccess(TRAINER, "The trainers, the only service that announces model versions.", grants);
    }

    private ClientAccess generator() {
        List<Grant> grants = checked(
                Set.of(topics.resumes(), topics.generatedDescriptions(), topics.modelVersions()),
                Set.of(topics.generatedDescriptions()));
        grants.add(Grant.group(names.generators(), READ));
        grants.add(Grant.transactionalIds(topics.own(names.generators()) + "-"));
        return new ClientAccess(
                GENERATOR,
                "The generators, which write job descriptions for resumes. What they wrote"
                        + " tells them what to keep.",
                grants);
    }

    private ClientAccess recommender() {
        Set<String> own = Set.of(topics.labelledJobs(), topics.jobRecommendations(), topics.resumeRecommendations());
        Set<String> read = new HashSet<>(own);
        read.addAll(Set.of(
                topics.resumes(),
                topics.labelledRoles(),
                topics.generatedDescriptions(),
                topics.jobs(),
                topics.modelVersions()));
        Set<String> written = new HashSet<>(own);
        written.addAll(Set.of(topics.jobsDlq(), topics.workerStatus()));
        List<Grant> grants = checked(read, written);
        grants.add(Grant.group(names.recommenders(), READ));
        grants.add(Grant.groups(names.recommenders() + "-", READ));
        grants.add(Grant.transactionalIds(topics.own(names.recommenders()) + "-"));
        return new ClientAccess(
                RECOMMENDER,
                "The recommenders, which label jobs and match them with resumes. Topics that they also write are their"
                        + " state.",
                grants);
    }

    private ClientAccess dashboard() {
        List<Grant> grants = new ArrayList<>(List.of(
                Grant.topic(topics.resumes(), READ),
                Grant.topic(topics.resumesDlq(), READ),
                Grant.topic(topics.labelledRoles(), READ),
                Grant.topic(topics.labelDisagreements(), READ),
                Grant.topic(topics.roleCorrections(), READ, WRITE),
                Grant.topic(topics.jobs(), READ),
                Grant.topic(topics.jobsDlq(), READ),
                Grant.topic(topics.labelledJobs(), READ),
                Grant.topic(topics.generatedDescriptions(), READ),
                Grant.topic(topics.jobRecommendations(), READ),
                Grant.topic(topics.resumeRecommendations(), READ),
                Grant.topic(topics.jobFeedback(), READ, WRITE),
                Grant.topic(topics.modelVersions(), READ),
                Grant.topic(topics.workerStatus(), READ),
                Grant.topic(topics.trainerStatus(), READ),
                // A group's offsets are only reported for topics that may be described.
                Grant.topic(topics.labelVotes(), DESCRIBE),
                Grant.group(names.stream(), DESCRIBE),
                Grant.group(names.workers(), DESCRIBE)));
        if (keepsSchemas) {
            grants.add(Grant.topic(topics.schemas(), READ, WRITE));
        }
        return new ClientAccess(
                DASHBOARD, "Additional rights of the labelling service if it serves the dashboard.", grants);
    }

    private ClientAccess server() {
        List<Grant> grants = new ArrayList<>(
                List.of(Grant.topic(topics.modelVersions(), READ), Grant.topic(topics.workerStatus(), WRITE)));
        if (keepsSchemas) {
            grants.add(Grant.topic(topics.schemas(), READ, WRITE));
        }
        return new ClientAccess(
                SERVER, "The REST interface (`rolestream serve`), which votes with the champion.", grants);
    }

    private ClientAccess producer() {
        return new ClientAccess(
                PRODUCER, "Applications that submit resumes.", List.of(Grant.topic(topics.resumes(), WRITE)));
    }

    private ClientAccess jobProducer() {
        return new ClientAccess(
                JOB_PRODUCER, "Applications that submit job postings.", List.of(Grant.topic(topics.jobs(), WRITE)));
    }

    private ClientAccess feedbackProducer() {
        return new ClientAccess(
                FEEDBACK_PRODUCER,
                "Applications that report what people did with recommendations.",
                List.of(Grant.topic(topics.jobFeedback(), WRITE)));
    }

    private ClientAccess consumer() {
        List<Grant> grants = new ArrayList<>(List.of(
                Grant.topic(topics.labelledRoles(), READ),
                Grant.topic(topics.labelDisagreements(), READ),
                Grant.topic(topics.labelledJobs(), READ),
                Grant.topic(topics.jobRecommendations(), READ),
                Grant.topic(topics.resumeRecommendations(), READ),
                Grant.groups(CONSUMER_GROUPS, READ)));
        if (keepsSchemas) {
            grants.add(Grant.topic(topics.schemas(), READ));
        }
        return new ClientAccess(
                CONSUMER,
                "Applications that read labels, disagreements and recommendations, in groups whose names begin with `"
                        + CONSUMER_GROUPS + "`.",
                grants);
    }

    private ClientAccess reviewer() {
        List<Grant> grants = new ArrayList<>(List.of(
                Grant.topic(topics.resumes(), READ),
                Grant.topic(topics.labelledRoles(), READ),
                Grant.topic(topics.labelDisagreements(), READ),
                Grant.topic(topics.trainingExamples(), READ),
                Grant.topic(topics.roleCorrections(), READ, WRITE)));
        if (keepsSchemas) {
            grants.add(Grant.topic(topics.schemas(), READ, WRITE));
        }
        return new ClientAccess(
                REVIEWER, "People who answer questions (`rolestream review`) and read texts for that.", grants);
    }

    private ClientAccess operator() {
        Set<String> written = Set.of(
                topics.resumes(),
                topics.resumesDlq(),
                topics.jobs(),
                topics.jobsDlq(),
                topics.jobFeedback(),
                topics.generatedDescriptions(),
                topics.modelVersions(),
                topics.trainerCommands());
        List<Grant> grants = new ArrayList<>();
        for (TopicSpec spec : catalogue.all()) {
            EnumSet<AclOperation> operations = EnumSet.of(CREATE, READ, DESCRIBE_CONFIGS);
            if (written.contains(spec.name()) || isSchemas(spec)) {
                operations.add(WRITE);
            }
            grants.add(Grant.topic(spec.name(), operations.toArray(new AclOperation[0])));
        }
        // To move them: `topics skip`.
        grants.add(Grant.group(names.stream(), READ));
        grants.add(Grant.group(names.workers(), READ));
        grants.add(Grant.groups(names.otherWorkers(), READ));
        grants.add(Grant.group(names.generators(), READ));
        grants.add(Grant.group(names.recommenders(), READ));
        grants.add(Grant.group(names.jobLabelling(), READ));
        grants.add(announcer());
        return new ClientAccess(
                OPERATOR,
                "People who create topics, promote and roll back models, request trainings, relabel, forget and skip"
                        + " records.",
                grants);
    }

    private ClientAccess scaler() {
        return new ClientAccess(
                SCALER,
                "An autoscaler that starts more instances when groups lag behind. It reads no records.",
                List.of(
                        Grant.topic(topics.resumes(), DESCRIBE),
                        Grant.topic(topics.jobs(), DESCRIBE),
                        Grant.group(names.stream(), DESCRIBE),
                        Grant.group(names.workers(), DESCRIBE),
                        Grant.group(names.generators(), DESCRIBE),
                        Grant.group(names.recommenders(), DESCRIBE)));
    }

    private Grant announcer() {
        return Grant.transactionalId(topics.modelVersions() + "-announcer");
    }

    /** A service's topics, and the right to describe all topics for the check at start. */
    private List<Grant> checked(Set<String> read, Set<String> written) {
        List<Grant> grants = new ArrayList<>();
        for (TopicSpec spec : catalogue.all()) {
            EnumSet<AclOperation> operations = EnumSet.of(DESCRIBE_CONFIGS);
            if (read.contains(spec.name()) || isSchemas(spec)) {
                operations.add(READ);
            }
            if (written.contains(spec.name()) || isSchemas(spec)) {
                operations.add(WRITE);
            }
            if (operations.size() == 1) {
                operations.add(DESCRIBE);
            }
            grants.add(Grant.topic(spec.name(), operations.toArray(new AclOperation[0])));
        }
        return grants;
    }
}
