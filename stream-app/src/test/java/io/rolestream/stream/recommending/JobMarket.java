package io.rolestream.stream.recommending;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.rolestream.common.clients.Cluster;
import io.rolestream.common.clients.TopicAdmin;
import io.rolestream.common.config.ConnectionConfig;
import io.rolestream.common.config.Settings;
import io.rolestream.common.files.Replacement;
import io.rolestream.events.Decider;
import io.rolestream.events.DescriptionOutcome;
import io.rolestream.events.Job;
import io.rolestream.events.JobRecommendations;
import io.rolestream.events.LabelledJob;
import io.rolestream.events.LabelledRole;
import io.rolestream.events.Match;
import io.rolestream.events.Resume;
import io.rolestream.events.ResumeRecommendations;
import io.rolestream.events.WrittenDescription;
import io.rolestream.matching.profile.Candidate;
import io.rolestream.matching.profile.Profiler;
import io.rolestream.models.ModelsConfig;
import io.rolestream.schemas.reading.Reading;
import io.rolestream.schemas.resume.ReadableResume;
import io.rolestream.schemas.resume.ResumeReader;
import io.rolestream.schemas.serde.AvroSerde;
import io.rolestream.schemas.topics.TopicCatalogue;
import io.rolestream.schemas.topics.Topics;
import io.rolestream.stream.StreamConfig;
import io.rolestream.stream.recommending.index.MatcherSupply;
import io.rolestream.stream.testing.KafkaEnds;
import io.rolestream.stream.worker.WorkerConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/** People who send resumes and postings, and read what is recommended. Each has topics of its own. */
final class JobMarket implements AutoCloseable {
    static final int PARTITIONS = 3;
    static final Duration PATIENCE = Duration.ofSeconds(60);

    private final String bootstrapServers;
    private final Topics topics = new Topics("market-" + UUID.randomUUID() + ".");
    private final KafkaEnds kafka;
    private final Path directory;
    private final Map<String, Integer> revisions = new HashMap<>();

    JobMarket(String bootstrapServers) throws Exception {
        this.bootstrapServers = bootstrapServers;
        this.kafka = new KafkaEnds(bootstrapServers, topics);
        this.directory = Files.createTempDirectory("market");
        TopicAdmin.create(kafka.admin(), new TopicCatalogue(topics, PARTITIONS), (short) 1);
    }

    /** Where recommenders keep their indexes of jobs. */
    Path directory() {
        return directory;
    }

    Topics topics() {
        return topics;
    }

    KafkaEnds kafka() {
        return kafka;
    }

    /** A recommender that is not started. */
    RecommenderService recommender(Map<String, String> more) {
        return recommender(new FixedMatcher(() -> new WordMatcher("1")), more);
    }

    RecommenderService recommender(MatcherSupply matchers, Map<String, String> more) {
        Settings settings = settings(more);
        return new RecommenderService(
                Cluster.of(settings, kafka.registry()),
                RecommenderConfig.settings(settings, topics),
                matchers,
                new SimpleMeterRegistry());
    }

    Settings settings(Map<String, String> more) {
        Map<String, String> values = new HashMap<>(Map.of(
                ConnectionConfig.BOOTSTRAP_SERVERS,
                bootstrapServers,
                ConnectionConfig.TOPIC_PREFIX,
                topics.prefix(),
                RecommenderConfig.REFRESH_INTERVAL,
                "200ms",
                RecommenderConfig.LABEL_WAIT,
                "1s",
                RecommenderConfig.TOP,
                "3",
                RecommenderConfig.DIRECTORY,
                directory.toString()));
        values.putAll(more);
        ConfigDef keys = ConnectionConfig.define(new ConfigDef());
        StreamConfig.define(keys);
        WorkerConfig.define(keys);
        ModelsConfig.define(keys);
        RecommenderConfig.define(keys);
        return Settings.of(keys, values);
    }

    /** Sends a resume, and its label as the labelling service would. */
    void submit(String id, String skills, String role) throws Exception {
        Resume resume = Resume.newBuilder().setResumeId(id).setSkills(skills).build();
        submit(resume);
        label(resume, role);
    }

    void submit(Resume resume) throws Exception {
        send(Resume.class, topics.resumes(), resume.getResumeId(), resume);
    }

    /** Sends what a generator wrote for a resume with these skills, or that it wrote nothing. */
    void describe(String id, String skills, @Nullable String text) throws Exception {
        WrittenDescription written = WrittenDescription.newBuilder()
                .setResumeId(id)
                .setContentHash(Profiler.contentHash(new Candidate(id, skills, null, null)))
                .setOutcome(text == null ? DescriptionOutcome.OUT_OF_BUDGET : DescriptionOutcome.FINISHED)
                .setDescription(text)
                .setGenerator("writer")
                .setGeneratorVersion("7")
                .setSeed(42)
                .build();
        send(WrittenDescription.class, topics.generatedDescriptions(), id, written);
    }

    /** Labels a resume once more. */
    void label(Resume resume, String role) throws Exception {
        var reading = (Reading.Readable<ReadableResume>) new ResumeReader(kafka.registry()).read(resume, 1);
        String id = resume.getResumeId();
        send(
                LabelledRole.class,
                topics.labelledRoles(),
                id,
                LabelledRole.newBuilder()
                        .setResumeId(id)
                        .setRole(role)
                        .setDecidedBy(Decider.RULE)
                        .setConfidence(0.9f)
                        .setRevision(revisions.merge(id, 1, Integer::sum))
                        .setContentHash(reading.value().contentHash())
                        .setLabelledAt(Instant.now())
                        .build());
    }

    void post(String id, String skills) throws Exception {
        post(id, skills, (Instant) null);
    }

    void post(String id, String skills, @Nullable Instant openUntil) throws Exception {
        send(
                Job.class,
                topics.jobs(),
                id,
                Job.newBuilder()
                        .setJobId(id)
                        .setSkills(skills)
                        .setOpenUntil(openUntil)
                        .build());
    }

    /** As {@link #post(String, String)}, in a trace. */
    void post(String id, String skills, String traceParent) throws Exception {
        Job job = Job.newBuilder().setJobId(id).setSkills(skills).build();
        kafka.sendKeyed(
                topics.jobs(),
                id,
                new AvroSerde<>(Job.class, kafka.registry()).serializer().serialize(topics.jobs(), job),
                new RecordHeaders().add("traceparent", traceParent.getBytes(StandardCharsets.US_ASCII)));
    }

    void delete(String topic, String id) throws Exception {
        kafka.sendKeyed(topic, id, null);
    }

    private <T extends SpecificRecord> void send(Class<T> type, String topic, String id, T event) throws Exception {
        kafka.sendKeyed(
                topic, id, new AvroSerde<>(type, kafka.registry()).serializer().serialize(topic, event));
    }

    /** All lists of jobs that were ever written. */
    List<JobRecommendations> jobLists() {
        return read(JobRecommendations.class, topics.jobRecommendations());
    }

    List<ResumeRecommendations> resumeLists() {
        return read(ResumeRecommendations.class, topics.resumeRecommendations());
    }

    List<LabelledJob> jobLabels() {
        return read(LabelledJob.class, topics.labelledJobs());
    }

    private <T extends SpecificRecord> List<T> read(Class<T> type, String topic) {
        var deserializer = new AvroSerde<>(type, kafka.registry()).deserializer();
        return records(topic).stream()
                .filter(record -> record.value() != null)
                .map(record -> deserializer.deserialize(topic, record.value()))
                .toList();
    }

    List<ConsumerRecord<String, byte[]>> records(String topic) {
        return kafka.readToEnd(topic);
    }

    /** The jobs that stand for each resume, in their order. */
    Map<String, List<String>> jobsOfResumes() {
        Map<String, List<String>> standing = new TreeMap<>();
        var deserializer = new AvroSerde<>(JobRecommendations.class, kafka.registry()).deserializer();
        for (ConsumerRecord<String, byte[]> record : records(topics.jobRecommendations())) {
            if (record.value() == null) {
                standing.remove(record.key());
            } else {
                standing.put(
                        record.key(),
                        deserializer.deserialize(topics.jobRecommendations(), record.value()).getJobs().stream()
                                .map(Match::getId)
                                .toList());
            }
        }
        return standing;
    }

    /** The resumes that stand for each job, in their order. */
    Map<String, List<String>> resumesOfJobs() {
        Map<String, List<String>> standing = new TreeMap<>();
        var deserializer = new AvroSerde<>(ResumeRecommendations.class, kafka.registry()).deserializer();
        for (ConsumerRecord<String, byte[]> record : records(topics.resumeRecommendations())) {
            if (record.value() == null) {
                standing.remove(record.key());
            } else {
                standing.put(
                        record.key(),
                        deserializer.deserialize(topics.resumeRecommendations(), record.value()).getResumes().stream()
                                .map(Match::getId)
                                .toList());
            }
        }
        return standing;
    }

    @Override
    public void close() throws IOException {
        kafka.close();
        Replacement.delete(directory);
    }
}
