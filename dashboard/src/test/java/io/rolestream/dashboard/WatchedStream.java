package io.rolestream.dashboard;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.rolestream.common.clients.Cluster;
import io.rolestream.common.clients.TopicAdmin;
import io.rolestream.common.config.ConnectionConfig;
import io.rolestream.common.config.Settings;
import io.rolestream.dashboard.config.DashboardConfig;
import io.rolestream.embedded.EmbeddedKafka;
import io.rolestream.evaluation.report.EvaluationJson;
import io.rolestream.evaluation.verdict.StatedVerdict;
import io.rolestream.evaluation.verdict.VerdictKind;
import io.rolestream.events.ModelStage;
import io.rolestream.events.Resume;
import io.rolestream.events.TrainerStatus;
import io.rolestream.files.documents.DocumentConfig;
import io.rolestream.labellers.LabellerException;
import io.rolestream.labellers.LabellerOptions;
import io.rolestream.labellers.LabellerSpec;
import io.rolestream.labellers.Labellers;
import io.rolestream.models.ModelsConfig;
import io.rolestream.models.announcements.SigningKeys;
import io.rolestream.models.announcements.VersionAnnouncer;
import io.rolestream.models.artifact.VersionDetails;
import io.rolestream.models.loading.VersionPublisher;
import io.rolestream.models.store.ArtifactStore;
import io.rolestream.models.store.ArtifactStores;
import io.rolestream.models.testing.Published;
import io.rolestream.models.testing.TinyModel;
import io.rolestream.rules.role.Taxonomy;
import io.rolestream.schemas.serde.AvroSerde;
import io.rolestream.schemas.topics.TopicCatalogue;
import io.rolestream.schemas.topics.Topics;
import io.rolestream.stream.StreamApp;
import io.rolestream.stream.StreamConfig;
import io.rolestream.stream.worker.LabellerSupply;
import io.rolestream.stream.worker.VersionSupply;
import io.rolestream.stream.worker.Worker;
import io.rolestream.stream.worker.WorkerConfig;
import io.rolestream.stream.worker.WorkerSettings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * The whole of it for the tests of this module: a broker, the labelling service, and a worker with a small model that
 * says {@value #MODEL_SAYS} to everything, so that it disagrees with the rules as often as they say something else.
 */
final class WatchedStream implements AutoCloseable {
    static final String MODEL_SAYS = "Cloud Engineer";
    static final String VERSION = "20260304-1200";

    static final String FORMER = "20260303-0900";

    /** That of {@link #VERSION}, as far as two versions are compared by it. */
    private static final String EVALUATION = """
            {"format": 1, "roles": ["Data Engineer", "Cloud Engineer"], "champion": {"version": "20260303-0900"},
             "sets": {"gold": {"items": 214,
              "scores": {
               "joint": {"roles": [{"support": 100, "predicted": 90, "f1": 0.84}, {"support": 114, "predicted": 124, "f1": 0.7}]},
               "championJoint": {"roles": [{"support": 100, "predicted": 90, "f1": 0.54}, {"support": 114, "predicted": 124, "f1": 0.71}]}},
              "differences": [{"of": "joint", "against": "championJoint",
               "accuracy": {"value": 0.1, "lower": 0.05, "upper": 0.15},
               "macroF1": {"value": 0.145, "lower": 0.08, "upper": 0.2}}]}}}
            """;

    /** What the default rules take for a Data Engineer. */
    static final String OBSERVED = "notebook";

    static final String DATA_SKILLS = "Apache Spark, Airflow, ETL pipelines, Hadoop";

    private static @Nullable WatchedStream shared;

    private final EmbeddedKafka broker = EmbeddedKafka.startTemporary();
    private final Topics topics;
    private final Map<String, String> values = new HashMap<>();
    private final KafkaProducer<byte[], byte[]> producer;
    private final StreamApp app;
    private final Worker worker;
    private final Worker observed;

    private WatchedStream(String prefix) throws Exception {
        topics = new Topics(prefix);
        Path directory = broker.dataDirectory();
        values.put(ConnectionConfig.BOOTSTRAP_SERVERS, broker.bootstrapServers());
        values.put(ConnectionConfig.SCHEMA_REGISTRY_URL, broker.schemaRegistryUrl());
        values.put(ConnectionConfig.TOPIC_PREFIX, prefix);
        values.put(StreamConfig.APPLICATION_ID, prefix + "stream");
        values.put(WorkerConfig.GROUP_ID, prefix + "worker");
        values.put(StreamConfig.STREAM_THREADS, "1");
        values.put(StreamConfig.STATE_DIRECTORY, directory.resolve("state").toString());
        values.put(StreamConfig.LABELLERS, "rules,roberta");
        values.put(StreamConfig.LABELLERS_OBSERVED, OBSERVED);
        // However slow the machine is, the first revision of a label includes the model's vote.
        values.put(StreamConfig.LABEL_DEADLINE, "10m");
        values.put(StreamConfig.RULES_FOLLOW, "false");
        values.put(ModelsConfig.STORE, directory.resolve("models").toString());
        values.put(ModelsConfig.CACHE_DIRECTORY, directory.resolve("cache").toString());
        values.put(ModelsConfig.PRECISION, "fp32");
        try (Admin admin =
                Admin.create(Map.of(ConnectionConfig.BOOTSTRAP_SERVERS, (Object) broker.bootstrapServers()))) {
            TopicAdmin.create(admin, new TopicCatalogue(topics, 2), (short) 1);
        }
        producer = new KafkaProducer<>(
                Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        Settings settings = settings(Map.of());
        Cluster cluster = cluster();
        app = new StreamApp(cluster, StreamConfig.settings(settings), new SimpleMeterRegistry());
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        worker = new Worker(
                cluster,
                WorkerConfig.settings(settings),
                VersionSupply.of(
                        cluster,
                        WorkerConfig.settings(settings),
                        ModelsConfig.settings(settings),
                        StreamConfig.taxonomy(settings),
                        meters),
                meters);
        observed = observed(cluster);
    }

    /** A worker whose votes are only recorded: the study's rules. */
    private Worker observed(Cluster cluster) {
        WorkerSettings settings = WorkerConfig.settings(
                settings(Map.of(WorkerConfig.LABELLER, "rules:notebook", WorkerConfig.LABELLER_NAME, OBSERVED)));
        Taxonomy taxonomy = Taxonomy.standard();
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        LabellerSupply.Opening opening = () -> {
            try {
                return Labellers.open(LabellerSpec.parse("rules:notebook"), LabellerOptions.defaults(), taxonomy);
            } catch (LabellerException e) {
                throw new IllegalStateException(e);
            }
        };
        return new Worker(cluster, settings, new LabellerSupply(cluster, settings, taxonomy, opening, meters), meters);
    }

    /** A service that labels; no version of the model is announced yet. */
    static WatchedStream start() throws Exception {
        WatchedStream service = new WatchedStream("test.");
        service.app.start();
        service.worker.start();
        service.observed.start();
        service.app.running().get();
        service.worker.settled().get();
        return service;
    }

    /** One service with a model for all tests of this process; it ends with the process. */
    static synchronized WatchedStream shared() throws Exception {
        if (shared == null) {
            WatchedStream started = start();
            Runtime.getRuntime().addShutdownHook(new Thread(started::close));
            started.announceChampion();
            shared = started;
        }
        return shared;
    }

    Cluster cluster() {
        return Cluster.of(settings(Map.of()), broker.registry());
    }

    Settings settings(Map<String, String> more) {
        Map<String, String> all = new HashMap<>(values);
        all.putAll(more);
        return Settings.of(definitions(), all);
    }

    static ConfigDef definitions() {
        ConfigDef keys = new ConfigDef();
        ConnectionConfig.define(keys);
        StreamConfig.define(keys);
        WorkerConfig.define(keys);
        ModelsConfig.define(keys);
        DocumentConfig.define(keys);
        return DashboardConfig.define(keys);
    }

    /** A dashboard of its own for a test, on any free port. */
    Dashboard dashboard(Map<String, String> more) {
        Map<String, String> all = new HashMap<>(more);
        all.put(DashboardConfig.PORT, "0");
        Dashboard dashboard = new Dashboard(cluster(), DashboardConfig.settings(settings(all)), app);
        dashboard.start();
        return dashboard;
    }

    /** Makes a small model the champion, after another one that it was compared with. */
    void announceChampion() throws Exception {
        Path model = broker.dataDirectory().resolve("made");
        TinyModel.preferring(model, MODEL_SAYS);
        try (ArtifactStore store = ArtifactStores.open(
                        ModelsConfig.settings(settings(Map.of())).store());
                VersionAnnouncer announcer = new VersionAnnouncer(cluster(), "test", SigningKeys.NONE)) {
            VersionPublisher publisher = new VersionPublisher(store, null);
            announcer.announce(publisher.publish(
                    Published.packaged(model, VersionDetails.of("roberta", FORMER)), ModelStage.RETIRED));
            Files.writeString(model.resolve(EvaluationJson.FILE), EVALUATION);
            announcer.announce(publisher.publish(Published.packaged(model, details()), ModelStage.CHAMPION));
        }
    }

    private static VersionDetails details() {
        Map<String, Double> metrics = new HashMap<>();
        for (String set : List.of("silver.", "gold.")) {
            metrics.put(set + "items", 214.0);
            for (String who : List.of("", "rules.", "joint.")) {
                metrics.put(set + who + "accuracy", 0.8);
                metrics.put(set + who + "accuracy.lower", 0.741);
                metrics.put(set + who + "accuracy.upper", 0.862);
                metrics.put(set + who + "macro-f1", 0.7);
                metrics.put(set + who + "macro-f1.lower", 0.61);
                metrics.put(set + who + "macro-f1.upper", 0.79);
            }
        }
        return VersionDetails.of("roberta", VERSION)
                .withMetrics(metrics)
                .withVerdict(new StatedVerdict(
                        VerdictKind.PASSED_WEAKLY, List.of("People labelled no items drawn at random.")));
    }

    StreamApp app() {
        return app;
    }

    Worker worker() {
        return worker;
    }

    EmbeddedKafka broker() {
        return broker;
    }

    Topics topics() {
        return topics;
    }

    /** Sends a resume and waits until the broker has it. */
    void send(String resumeId, String skills) throws Exception {
        Resume resume =
                Resume.newBuilder().setResumeId(resumeId).setSkills(skills).build();
        byte[] value =
                new AvroSerde<>(Resume.class, broker.registry()).serializer().serialize(topics.resumes(), resume);
        sendBytes(resumeId, value);
    }

    void sendBytes(String key, byte[] value) throws Exception {
        producer.send(new ProducerRecord<>(topics.resumes(), key.getBytes(StandardCharsets.UTF_8), value))
                .get();
    }

    /** Reports as a trainer does. */
    void report(TrainerStatus status) throws Exception {
        String topic = topics.trainerStatus();
        byte[] value = new AvroSerde<>(TrainerStatus.class, broker.registry())
                .serializer()
                .serialize(topic, status);
        producer.send(new ProducerRecord<>(topic, status.getTrainerId().getBytes(StandardCharsets.UTF_8), value))
                .get();
    }

    @Override
    public void close() {
        producer.close();
        worker.close();
        observed.close();
        app.close();
        broker.close();
    }
}
