package io.rolestream.stream.simulated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rolestream.common.clients.Cluster;
import io.rolestream.common.clients.CommittedReader;
import io.rolestream.common.clients.CommittedReader.From;
import io.rolestream.common.clients.TopicAdmin;
import io.rolestream.common.config.ConnectionConfig;
import io.rolestream.common.config.Settings;
import io.rolestream.embedded.EmbeddedKafka;
import io.rolestream.events.Job;
import io.rolestream.events.JobFeedback;
import io.rolestream.events.JobRecommendations;
import io.rolestream.events.Match;
import io.rolestream.events.MatchVersions;
import io.rolestream.files.sample.GeneratorOptions;
import io.rolestream.files.sample.GradedPairs;
import io.rolestream.files.sample.JobGenerator;
import io.rolestream.files.sample.ListScores;
import io.rolestream.files.sample.ResumeGenerator;
import io.rolestream.schemas.serde.AvroSerde;
import io.rolestream.schemas.topics.TopicCatalogue;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigDef;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SimulatedReadersTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long SEED = 11;
    private static final int RESUMES = 400;

    @Test
    void shouldPostJobsReadTheFirstListOfEachResumeAndMeasureIt() throws Exception {
        JobGenerator jobs = new JobGenerator(SEED);
        GradedPairs grades = new GradedPairs(new ResumeGenerator(SEED, GeneratorOptions.DEFAULT), jobs);
        try (EmbeddedKafka broker = EmbeddedKafka.startTemporary()) {
            Cluster cluster = Cluster.of(
                    Settings.of(
                            ConnectionConfig.define(new ConfigDef()),
                            Map.of(ConnectionConfig.BOOTSTRAP_SERVERS, broker.bootstrapServers())),
                    broker.registry());
            try (Admin admin = cluster.clients().admin()) {
                TopicAdmin.create(admin, new TopicCatalogue(cluster.topics(), 2), (short) 1);
            }
            try (SimulatedEmployers employers = SimulatedEmployers.start(cluster, jobs);
                    SimulatedReaders readers = SimulatedReaders.start(cluster, grades, SEED, employers::open)) {
                await().atMost(PATIENCE).until(() -> employers.open().size() >= 150);
                await().atMost(PATIENCE).until(() -> {
                    List<String> open = employers.open();
                    // Until the readers have found the topic's end.
                    recommend(cluster, grades, open, 1);
                    return readers.lists() >= RESUMES
                            && readers.opened() > 5
                            && !readers.scores().isEmpty();
                });

                recommend(cluster, grades, employers.open(), 2);
                await().atMost(PATIENCE).until(() -> !readers.gains().isEmpty());
                assertThat(readers.gains().get(0).version()).isEqualTo("worst@2");
                assertThat(readers.gains().get(0).gain()).isLessThan(-0.5);

                List<String> open = employers.open();
                Set<String> posted = new HashSet<>();
                read(cluster, cluster.topics().jobs(), Job.class, job -> posted.add(job.getJobId()));
                assertThat(posted).containsAll(open);
                ListScores.Row row = readers.scores().get(0);
                assertThat(row.version()).isEqualTo("best@1");
                assertThat(row.ndcg()).as("the best order there is").isGreaterThan(0.95);
                assertThat(row.random()).isLessThan(0.5);
                List<JobFeedback> reports = new ArrayList<>();
                read(cluster, cluster.topics().jobFeedback(), JobFeedback.class, reports::add);
                assertThat(reports).hasSizeGreaterThan(20).allSatisfy(report -> {
                    assertThat(report.getRevision()).isEqualTo(1);
                    assertThat(report.getPosition()).isBetween(1, 10);
                });
            }
        }
    }

    /** A list of ten jobs for each resume: the best in the first revision, the worst in the second. */
    private static void recommend(Cluster cluster, GradedPairs grades, List<String> open, int revision) {
        String topic = cluster.topics().jobRecommendations();
        var serializer = new AvroSerde<>(JobRecommendations.class, cluster.registry()).serializer();
        try (Producer<byte[], byte[]> producer = cluster.clients().producer(Map.of())) {
            for (int number = 1; number <= RESUMES; number++) {
                String resume = "gen-" + SEED + "-" + number;
                int sign = revision == 1 ? -1 : 1;
                List<Match> jobs = open.stream()
                        .sorted(Comparator.comparingInt((String job) -> sign * grades.grade(resume, job)))
                        .limit(10)
                        .map(job -> Match.newBuilder().setId(job).build())
                        .toList();
                JobRecommendations list = JobRecommendations.newBuilder()
                        .setResumeId(resume)
                        .setRevision(revision)
                        .setJobs(jobs)
                        .setVersions(MatchVersions.newBuilder()
                                .setMatcher(revision == 1 ? "best@1" : "worst@2")
                                .build())
                        .build();
                producer.send(new ProducerRecord<>(
                        topic, resume.getBytes(StandardCharsets.UTF_8), serializer.serialize(topic, list)));
            }
        }
    }

    private static <T extends SpecificRecord> void read(
            Cluster cluster, String topic, Class<T> type, Consumer<T> each) {
        var deserializer = new AvroSerde<>(type, cluster.registry()).deserializer();
        new CommittedReader(cluster.clients(), List.of(topic), From.BEGINNING, true, record -> {
                    @Nullable T value = deserializer.deserialize(topic, record.headers(), record.value());
                    if (value != null) {
                        each.accept(value);
                    }
                    return true;
                })
                .run();
    }
}
