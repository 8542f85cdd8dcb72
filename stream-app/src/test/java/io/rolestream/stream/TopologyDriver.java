package io.rolestream.stream;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.rolestream.common.clients.Clients;
import io.rolestream.common.clients.Cluster;
import io.rolestream.common.config.ConnectionConfig;
import io.rolestream.common.config.Settings;
import io.rolestream.common.tracing.Tracing;
import io.rolestream.events.LabelDisagreement;
import io.rolestream.events.LabelVote;
import io.rolestream.events.LabelledRole;
import io.rolestream.events.Resume;
import io.rolestream.events.RoleCorrection;
import io.rolestream.events.TrainingExample;
import io.rolestream.events.Vote;
import io.rolestream.models.ModelsConfig;
import io.rolestream.rules.decision.Combination;
import io.rolestream.rules.decision.DecisionPolicy;
import io.rolestream.rules.role.Taxonomy;
import io.rolestream.rules.ruleset.RuleSet;
import io.rolestream.schemas.registry.InMemorySchemaRegistry;
import io.rolestream.schemas.registry.SchemaRegistry;
import io.rolestream.schemas.registry.SchemaRegistryException;
import io.rolestream.schemas.registry.SchemaRegistryException.Reason;
import io.rolestream.schemas.registry.SchemaRegistryUnavailableException;
import io.rolestream.schemas.serde.AvroSerde;
import io.rolestream.schemas.testing.Votes;
import io.rolestream.schemas.topics.Topics;
import io.rolestream.state.CurrentLabel;
import io.rolestream.stream.labelling.LabellingTopology;
import io.rolestream.stream.reconcile.Observing;
import io.rolestream.stream.reconcile.ReconcilerSettings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;

/** The labelling topology with the default rules and the service's own properties, driven without a broker. */
public final class TopologyDriver implements AutoCloseable {
    static final Topics TOPICS = new Topics("test.");
    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    static final Duration DEADLINE = Duration.ofSeconds(30);
    static final Duration RETENTION = Duration.ofDays(90);
    static final Duration OBSERVED_RETENTION = Duration.ofHours(2);
    static final String OBSERVED = "zero-shot";
    static final int MAX_LETTER_BYTES = 100_000;

    private static final RuleSet RULES = RuleSet.load(RuleSet.DEFAULT, Taxonomy.standard());

    final Registry registry = new Registry();
    final MeterRegistry meters = new SimpleMeterRegistry();
    private final TopologyTestDriver driver;
    private final TestInputTopic<byte[], byte[]> resumes;
    private final TestInputTopic<String, byte[]> corrections;
    private final @Nullable TestInputTopic<String, byte[]> votes;
    private long nextOffset;

    TopologyDriver(Path stateDirectory, @Nullable String modelLabeller, boolean trainingExamples) {
        this(stateDirectory, modelLabeller, Observing.NONE, trainingExamples);
    }

    private TopologyDriver(
            Path stateDirectory, @Nullable String modelLabeller, Observing observing, boolean trainingExamples) {
        this(stateDirectory, RULES, new Combination.ModelDecides(), modelLabeller, observing, trainingExamples);
    }

    private TopologyDriver(
            Path stateDirectory,
            RuleSet rules,
            Combination combination,
            @Nullable String modelLabeller,
            Observing observing,
            boolean trainingExamples) {
        Topology topology = topology(registry, rules, combination, modelLabeller, observing, trainingExamples, meters);
        driver = new TopologyTestDriver(
                topology, properties(Map.of(StreamConfig.STATE_DIRECTORY, stateDirectory.toString()), meters), START);
        resumes = driver.createInputTopic(TOPICS.resumes(), new ByteArraySerializer(), new ByteArraySerializer());
        corrections =
                driver.createInputTopic(TOPICS.roleCorrections(), new StringSerializer(), new ByteArraySerializer());
        votes = modelLabeller == null && observing.labellers().isEmpty()
                ? null
                : driver.createInputTopic(TOPICS.labelVotes(), new StringSerializer(), new ByteArraySerializer());
    }

    static TopologyDriver rulesOnly(Path stateDirectory) {
        return new TopologyDriver(stateDirectory, null, true);
    }

    static TopologyDriver withModel(Path stateDirectory) {
        return new TopologyDriver(stateDirectory, Votes.MODEL, true);
    }

    /** With rules for other roles, decides jointly with a model. */
    public static TopologyDriver jointly(Path stateDirectory, RuleSet rules) {
        return new TopologyDriver(stateDirectory, rules, new Combination.Joint(), Votes.MODEL, Observing.NONE, true);
    }

    /** The rules decide, and {@value #OBSERVED} is observed. */
    static TopologyDriver observing(Path stateDirectory) {
        return new TopologyDriver(stateDirectory, null, new Observing(List.of(OBSERVED), OBSERVED_RETENTION), true);
    }

    static Settings settings(Map<String, String> values) {
        return Settings.of(ModelsConfig.define(StreamConfig.define(ConnectionConfig.define(new ConfigDef()))), values);
    }

    static Properties properties(Map<String, String> values, MeterRegistry meters) {
        Settings settings = settings(values);
        return StreamsProperties.of(
                new Cluster(TOPICS, new InMemorySchemaRegistry(), Cluster.Formats.STANDARD, Clients.of(settings)),
                StreamConfig.settings(settings).instance(),
                meters,
                () -> MAX_LETTER_BYTES);
    }

    static Topology topology(
            SchemaRegistry registry, @Nullable String modelLabeller, boolean trainingExamples, MeterRegistry meters) {
        return topology(
                registry,
                RULES,
                new Combination.ModelDecides(),
                modelLabeller,
                Observing.NONE,
                trainingExamples,
                meters);
    }

    private static Topology topology(
            SchemaRegistry registry,
            RuleSet rules,
            Combination combination,
            @Nullable String modelLabeller,
            Observing observing,
            boolean trainingExamples,
            MeterRegistry meters) {
        return new LabellingTopology(
                        new Cluster(TOPICS, registry, Cluster.Formats.STANDARD, Clients.of(settings(Map.of()))),
                        rules.taxonomy(),
                        () -> rules,
                        new ReconcilerSettings(
                                new DecisionPolicy(combination, "Other"),
                                modelLabeller,
                                DEADLINE,
                                Duration.ofHours(1),
                                observing,
                                280,
                                0),
                        new LabellingTopology.Limits(1_000, RETENTION, trainingExamples),
                        () -> MAX_LETTER_BYTES,
                        new LabellingTopology.Watch(meters, Tracing.off()))
                .build();
    }

    /** Takes a resume in; returns its offset. */
    public long resume(Resume resume) {
        return resume(resume.getResumeId(), bytes(Resume.class, TOPICS.resumes(), resume));
    }

    /** Takes any bytes in as a resume; returns their offset. */
    long resume(@Nullable String key, byte @Nullable [] value) {
        return resume(new TestRecord<>(utf8(key), value, START));
    }

    @SuppressWarnings("NullAway") // a key or value may be missing
    long resume(TestRecord<byte[], byte[]> record) {
        resumes.pipeInput(record);
        return nextOffset++;
    }

    public void vote(String resumeId, String contentHash, long offset, Vote vote) {
        vote(resumeId, contentHash, offset, vote, START);
    }

    /** Takes a vote in, with the timestamp of its resume's record. */
    void vote(String resumeId, String contentHash, long offset, Vote vote, Instant recordedAt) {
        vote(
                resumeId,
                bytes(LabelVote.class, TOPICS.labelVotes(), Votes.on(resumeId, contentHash, offset, vote)),
                recordedAt);
    }

    void vote(String key, byte[] value) {
        vote(key, value, START);
    }

    private void vote(String key, byte[] value, Instant recordedAt) {
        if (votes == null) {
            throw new IllegalStateException("no model votes here");
        }
        votes.pipeInput(key, value, recordedAt);
    }

    public void correct(String key, RoleCorrection correction) {
        correct(key, bytes(RoleCorrection.class, TOPICS.roleCorrections(), correction));
    }

    void correct(String key, byte[] value) {
        corrections.pipeInput(key, value, START);
    }

    void pass(Duration time) {
        driver.advanceWallClockTime(time);
    }

    public TestOutputTopic<String, @Nullable LabelledRole> labels() {
        return output(TOPICS.labelledRoles(), LabelledRole.class);
    }

    public TestOutputTopic<String, @Nullable LabelDisagreement> disagreements() {
        return output(TOPICS.labelDisagreements(), LabelDisagreement.class);
    }

    public TestOutputTopic<String, @Nullable TrainingExample> examples() {
        return output(TOPICS.trainingExamples(), TrainingExample.class);
    }

    TestOutputTopic<byte[], byte[]> deadLetters() {
        return driver.createOutputTopic(TOPICS.resumesDlq(), new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /** The stored label of a resume, or null. */
    @Nullable
    CurrentLabel stored(String resumeId) {
        return driver.<String, CurrentLabel>getKeyValueStore(LabellingTopology.CURRENT_LABELS)
                .get(resumeId);
    }

    <T extends SpecificRecord> byte[] bytes(Class<T> type, String topic, T value) {
        return new AvroSerde<>(type, registry).serializer().serialize(topic, value);
    }

    static byte @Nullable [] utf8(@Nullable String text) {
        return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
    }

    /** The headers of a record, as text. */
    static Map<String, String> headers(TestRecord<?, ?> record) {
        Map<String, String> headers = new HashMap<>();
        record.headers()
                .forEach(header -> headers.put(
                        header.key(),
                        header.value() == null ? "" : new String(header.value(), StandardCharsets.UTF_8)));
        return headers;
    }

    @Override
    public void close() {
        driver.close();
    }

    private <T extends SpecificRecord> TestOutputTopic<String, @Nullable T> output(String topic, Class<T> type) {
        return driver.createOutputTopic(
                topic, new StringDeserializer(), new AvroSerde<>(type, registry).deserializer());
    }

    /** A registry that can go away, or refuse a subject. */
    static final class Registry implements SchemaRegistry {
        private final InMemorySchemaRegistry registry = new InMemorySchemaRegistry();
        boolean away;
        String refused = "";

        @Override
        public int register(String subject, Schema schema) {
            if (subject.equals(refused)) {
                throw new SchemaRegistryException(Reason.NOT_FOUND, "no subject " + subject);
            }
            return registry.register(subject, schema);
        }

        @Override
        public Schema byId(String subject, int id) {
            if (away) {
                throw new SchemaRegistryUnavailableException("the registry is away", null);
            }
            return registry.byId(subject, id);
        }
    }
}
