package io.rolestream.trainer.service;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.rolestream.common.clients.Clients;
import io.rolestream.common.clients.Cluster;
import io.rolestream.common.clients.TopicAdmin;
import io.rolestream.common.config.ConnectionConfig;
import io.rolestream.common.config.Settings;
import io.rolestream.embedded.EmbeddedKafka;
import io.rolestream.events.ModelFile;
import io.rolestream.events.ModelStage;
import io.rolestream.events.ModelVersion;
import io.rolestream.events.TrainerStatus;
import io.rolestream.events.TrainingExample;
import io.rolestream.events.Vote;
import io.rolestream.models.ModelsConfig;
import io.rolestream.models.announcements.SigningKeys;
import io.rolestream.models.announcements.VersionAnnouncer;
import io.rolestream.models.announcements.VersionKey;
import io.rolestream.models.announcements.VersionLog;
import io.rolestream.models.announcements.VersionTable;
import io.rolestream.rules.role.Taxonomy;
import io.rolestream.rules.ruleset.RuleSet;
import io.rolestream.schemas.registry.SchemaRegistry;
import io.rolestream.schemas.serde.AvroSerde;
import io.rolestream.schemas.serde.GeneratedRecords;
import io.rolestream.schemas.topics.TopicCatalogue;
import io.rolestream.schemas.topics.Topics;
import io.rolestream.trainer.TrainConfig;
import io.rolestream.trainer.TrainerConfig;
import io.rolestream.trainer.gate.GateConfig;
import io.rolestream.trainer.matching.MatchTraining;
import io.rolestream.trainer.matching.service.MatchProcedure;
import io.rolestream.trainer.run.ModelToTrain;
import io.rolestream.trainer.run.TrainingProcedure;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/** All topics on a broker, under a prefix of their own, and what a trainer needs beside them. */
final class TrainerTopics {
    static {
        GeneratedRecords.trust();
    }

    static final String MODEL = "roberta";

    /** A version's name that begins an hour from now. */
    static final String LATER = DateTimeFormatter.ofPattern("uuuuMMdd-HHmmss")
            .format(LocalDateTime.now(ZoneOffset.UTC).plusHours(1));

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final List<String> ROLES = List.of("Data Engineer", "Web Developer", "Other");

    /** What the trainers have counted. */
    final MeterRegistry meters = new SimpleMeterRegistry();

    private final String bootstrapServers;
    private final SchemaRegistry registry;
    private final String prefix;
    private final Path directory;
    private final Map<String, String> more = new HashMap<>();

    /**
     * Makes the topics where they are not there.
     *
     * @param directory of the store, the cache and the trainers
     */
    TrainerTopics(EmbeddedKafka kafka, String prefix, Path directory) {
        this(kafka.bootstrapServers(), kafka.registry(), prefix, directory);
    }

    TrainerTopics(String bootstrapServers, SchemaRegistry registry, String prefix, Path directory) {
        this.bootstrapServers = bootstrapServers;
        this.registry = registry;
        this.prefix = prefix;
        this.directory = directory;
        try (Admin admin = Clients.of(settings("a")).admin()) {
            TopicAdmin.create(admin, new TopicCatalogue(new Topics(prefix), 2), (short) 1);
        }
    }

    TrainerTopics with(String key, Object value) {
        more.put(key, value.toString());
        return this;
    }

    /** Of one of several trainers. */
    Settings settings(String trainer) {
        ConfigDef keys = new ConfigDef();
        ConnectionConfig.define(keys);
        ModelsConfig.define(keys);
        TrainerConfig.define(keys);
        TrainConfig.define(keys);
        GateConfig.define(keys);
        Map<String, String> values = new HashMap<>(Map.of(
                ConnectionConfig.BOOTSTRAP_SERVERS,
                bootstrapServers,
                ConnectionConfig.TOPIC_PREFIX,
                prefix,
                TrainerConfig.DATA_DIRECTORY,
                data(trainer).toString(),
                ModelsConfig.STORE,
                store().toString(),
                ModelsConfig.CACHE_DIRECTORY,
                directory.resolve("cache").toString(),
                ModelsConfig.PRECISION,
                "fp32",
                TrainConfig.MIN_EXAMPLES,
                "20",
                TrainConfig.PAUSE,
                "0s"));
        values.putAll(more);
        return Settings.of(keys, values);
    }

    Cluster cluster(String trainer) {
        return Cluster.of(settings(trainer), registry);
    }

    Path store() {
        return directory.resolve("store");
    }

    Path data(String trainer) {
        return directory.resolve("data-" + trainer);
    }

    Trainer trainer(String name, TrainingProcedure procedure) {
        return trainer(name, null, procedure);
    }

    /** @param instance its {@code instance.id} */
    Trainer trainer(String name, @Nullable String instance, TrainingProcedure procedure) {
        return trainer(name, instance, procedure, MatchTraining::run);
    }

    Trainer trainer(String name, @Nullable String instance, TrainingProcedure procedure, MatchProcedure matching) {
        RuleSet rules = RuleSet.load(RuleSet.DEFAULT, Taxonomy.standard());
        return new Trainer(
                cluster(name),
                TrainConfig.settings(settings(name), rules),
                new ModelToTrain(MODEL, rules),
                instance,
                procedure,
                matching,
                meters);
    }

    void examples(int from, int to) throws Exception {
        String topic = new Topics(prefix).trainingExamples();
        try (var producer = new KafkaProducer<>(
                Map.of(ConnectionConfig.BOOTSTRAP_SERVERS, (Object)
                        settings("a").string(ConnectionConfig.BOOTSTRAP_SERVERS)),
                new StringSerializer(),
                new AvroSerde<>(TrainingExample.class, registry).serializer())) {
            for (int i = from; i < to; i++) {
                var unused = producer.send(new ProducerRecord<>(
                        topic,
                        "id" + i,
                        TrainingExample.newBuilder()
                                .setResumeId("id" + i)
                                .setContentHash("%08x".formatted(i * 2_654_435_761L & 0xFFFFFFFFL) + "0".repeat(24))
                                .setJudgedText("text " + i)
                                .setRuleVote(Vote.newBuilder()
                                        .setLabeller("rules")
                                        .setLabellerVersion("default@1")
                                        .setRole(ROLES.get(i % ROLES.size()))
                                        .build())
                                .setSubmittedAt(Instant.now())
                                .build()));
            }
        }
    }

    void command() throws Exception {
        TrainerCommands.trainNow(cluster("a"), MODEL, "ann");
    }

    void announce(ModelVersion version) {
        asAnn(announcer -> announcer.announce(version));
    }

    void reject(String version) {
        asAnn(announcer -> announcer.reject(new VersionKey(MODEL, version), "worse"));
    }

    void promote(VersionKey version) {
        asAnn(announcer -> announcer.promote(version, ModelStage.CHAMPION));
    }

    private void asAnn(Consumer<VersionAnnouncer> decision) {
        try (var announcer = new VersionAnnouncer(
                cluster("a"),
                "ann",
                SigningKeys.read(ModelsConfig.settings(settings("a")).keys()))) {
            decision.accept(announcer);
        }
    }

    /** Writes an announcement as it is, as anyone can who may write to the topic. */
    void write(ModelVersion version) throws Exception {
        try (var producer = new KafkaProducer<>(
                Map.of(ConnectionConfig.BOOTSTRAP_SERVERS, (Object)
                        settings("a").string(ConnectionConfig.BOOTSTRAP_SERVERS)),
                new StringSerializer(),
                new AvroSerde<>(ModelVersion.class, registry).serializer())) {
            producer.send(new ProducerRecord<>(
                            new Topics(prefix).modelVersions(), MODEL + "/" + version.getVersion(), version))
                    .get();
        }
    }

    VersionTable versions() {
        try (var log = new VersionLog(
                cluster("a"), ModelsConfig.settings(settings("a")).keys().readPublic())) {
            if (!log.readToEnd(PATIENCE)) {
                throw new IllegalStateException("not read");
            }
            return log.table();
        }
    }

    List<ModelVersion> all() {
        return versions().versions(MODEL).stream()
                .map(VersionTable.Announced::version)
                .toList();
    }

    @Nullable
    ModelVersion champion() {
        return versions().champion(MODEL).orElse(null);
    }

    /** All reports, in their order. */
    List<TrainerStatus> reports() {
        var partition = new TopicPartition(new Topics(prefix).trainerStatus(), 0);
        List<TrainerStatus> reports = new ArrayList<>();
        try (var consumer = new KafkaConsumer<>(
                Map.of(ConnectionConfig.BOOTSTRAP_SERVERS, (Object)
                        settings("a").string(ConnectionConfig.BOOTSTRAP_SERVERS)),
                new StringDeserializer(),
                new AvroSerde<>(TrainerStatus.class, registry).deserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
            while (consumer.position(partition) < end) {
                consumer.poll(Duration.ofMillis(100)).forEach(report -> reports.add(report.value()));
            }
        }
        return reports;
    }

    /** The latest report of a trainer; an empty one before the first. */
    TrainerStatus lastReport() {
        var reports = reports();
        return reports.isEmpty() ? TrainerStatus.newBuilder().build() : reports.get(reports.size() - 1);
    }

    /** A champion that no trainer made. */
    static ModelVersion byHand(String version) {
        return ModelVersion.newBuilder()
                .setName(MODEL)
                .setVersion(version)
                .setLocation(MODEL + "/" + version)
                .setFiles(List.of(new ModelFile("model.safetensors", 7L, "5e".repeat(32))))
                .setStage(ModelStage.CHAMPION)
                .build();
    }
}
