package io.rolestream.system.checks;

import io.rolestream.embedded.EmbeddedKafka;
import io.rolestream.events.LabelVote;
import io.rolestream.events.LabelledRole;
import io.rolestream.events.ModelVersion;
import io.rolestream.events.Resume;
import io.rolestream.events.RoleScore;
import io.rolestream.events.Vote;
import io.rolestream.rules.role.Taxonomy;
import io.rolestream.rules.ruleset.RuleSet;
import io.rolestream.schemas.reading.DeadLetterHeaders;
import io.rolestream.schemas.reading.Reading;
import io.rolestream.schemas.reading.UnreadableReason;
import io.rolestream.schemas.resume.ReadableResume;
import io.rolestream.schemas.resume.ResumeReader;
import io.rolestream.schemas.resume.VoteHeaders;
import io.rolestream.schemas.serde.AvroSerde;
import io.rolestream.schemas.topics.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Topics of their own for one test, written by hand: all in partition 0, but what is misplaced. */
public final class PlantedTopics implements AutoCloseable {
    private final EmbeddedKafka kafka;
    private final Topics topics;
    private final RuleSet rules = RuleSet.load(RuleSet.DEFAULT, Taxonomy.standard());
    private final ResumeReader reader;
    private final KafkaProducer<byte[], byte[]> producer;
    private final Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);

    public PlantedTopics(EmbeddedKafka kafka, String prefix) throws Exception {
        this.kafka = kafka;
        this.topics = new Topics(prefix);
        this.reader = new ResumeReader(kafka.registry());
        this.producer = new KafkaProducer<>(
                Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            admin.createTopics(Stream.of(
                                    topics.resumes(),
                                    topics.resumesDlq(),
                                    topics.labelVotes(),
                                    topics.labelledRoles(),
                                    topics.modelVersions())
                            .map(topic -> new NewTopic(topic, 2, (short) 1))
                            .toList())
                    .all()
                    .get();
        }
    }

    public LabelReport check(@Nullable ExpectedVotes model) {
        return new LabelChecker(kafka.bootstrapServers(), kafka.registry(), topics, rules, model).check();
    }

    public VoteReport checkVotes() {
        return new VoteChecker(kafka.bootstrapServers(), kafka.registry(), topics, "roberta").check();
    }

    /** Sends a resume; returns the label that the rules alone give it, as the first of its resume. */
    public LabelledRole.Builder resume(String resumeId, String skills) throws Exception {
        Resume resume =
                Resume.newBuilder().setResumeId(resumeId).setSkills(skills).build();
        byte[] value = bytes(Resume.class, topics.resumes(), resume);
        long offset = send(topics.resumes(), resumeId, value, new RecordHeaders());
        var reading = (Reading.Readable<ReadableResume>)
                reader.read(topics.resumes(), bytes(resumeId), value, new RecordHeaders(), 0);
        return LabelledRole.newBuilder()
                .setResumeId(resumeId)
                .setRole(rules.vote(skills).role().name())
                .setContentHash(reading.value().contentHash())
                .setResumePartition(0)
                .setResumeOffset(offset);
    }

    /** Sends a record that is no resume; returns its offset. */
    public long noResume() throws Exception {
        return send(topics.resumes(), "no-resume", bytes("not Avro"), new RecordHeaders());
    }

    public void deadLetter(long offset) throws Exception {
        var unreadable = new Reading.Unreadable<>(UnreadableReason.NOT_AVRO, "not Avro");
        Headers headers = DeadLetterHeaders.of(new RecordHeaders(), topics.resumes(), 0, offset, unreadable);
        send(topics.resumesDlq(), "no-resume", bytes("not Avro"), headers);
    }

    public void label(LabelledRole.Builder builder) throws Exception {
        LabelledRole label = builder.build();
        byte[] value = bytes(LabelledRole.class, topics.labelledRoles(), label);
        send(topics.labelledRoles(), label.getResumeId(), value, new RecordHeaders());
    }

    /** Announces a version of the model, a second ago. */
    public void announce(String version) throws Exception {
        ModelVersion announcement = ModelVersion.newBuilder()
                .setName("roberta")
                .setVersion(version)
                .setAnnouncedAt(now.minusSeconds(1))
                .build();
        byte[] value = bytes(ModelVersion.class, topics.modelVersions(), announcement);
        send(topics.modelVersions(), "roberta/" + version, value, new RecordHeaders());
    }

    /** Sends a model's vote on the resume of a label. */
    public void vote(LabelledRole.Builder label, Vote.Builder vote) throws Exception {
        vote(label, vote, 0);
    }

    /** Sends a model's vote on the resume of a label to a partition. */
    public void vote(LabelledRole.Builder label, Vote.Builder vote, int partition) throws Exception {
        LabelVote labelVote =
                new LabelVote(label.getResumeId(), label.getContentHash(), label.getResumeOffset(), vote.build());
        byte[] value = bytes(LabelVote.class, topics.labelVotes(), labelVote);
        Headers headers = new RecordHeaders();
        VoteHeaders.setResumeTimestamp(headers, now.toEpochMilli());
        send(topics.labelVotes(), partition, label.getResumeId(), value, headers);
    }

    /** A model's vote with a score for each role, made now. */
    public Vote.Builder scored(String version, String role) {
        List<RoleScore> scores = new ArrayList<>();
        scores.add(new RoleScore(role, -0.5f));
        Taxonomy.standard().names().stream()
                .filter(other -> !other.equals(role))
                .forEach(other -> scores.add(new RoleScore(other, -5f)));
        return Vote.newBuilder(vote(role))
                .setLabellerVersion(version)
                .setScores(scores)
                .setVotedAt(now);
    }

    /** A model's vote for no role, made at a time. */
    public Vote.Builder abstention(String reason, Instant at) {
        return Vote.newBuilder(vote(null)).setReason(reason).setVotedAt(at);
    }

    /** When all is sent, and voted. */
    public Instant now() {
        return now;
    }

    /** A model's vote. */
    public static Vote vote(@Nullable String role) {
        return Vote.newBuilder().setLabeller("roberta").setRole(role).build();
    }

    private long send(String topic, String key, byte[] value, Headers headers) throws Exception {
        return send(topic, 0, key, value, headers);
    }

    private long send(String topic, int partition, String key, byte[] value, Headers headers) throws Exception {
        return producer.send(new ProducerRecord<>(topic, partition, now.toEpochMilli(), bytes(key), value, headers))
                .get()
                .offset();
    }

    private <T extends SpecificRecord> byte[] bytes(Class<T> type, String topic, T event) {
        return new AvroSerde<>(type, kafka.registry()).serializer().serialize(topic, event);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        producer.close();
    }
}
