package io.rolestream.benchmarks.matching;

import io.rolestream.common.clients.Cluster;
import io.rolestream.common.clients.TopicAdmin;
import io.rolestream.common.config.ConnectionConfig;
import io.rolestream.common.config.Settings;
import io.rolestream.common.files.Replacement;
import io.rolestream.embedded.EmbeddedKafka;
import io.rolestream.events.Decider;
import io.rolestream.events.Job;
import io.rolestream.events.LabelledJob;
import io.rolestream.files.sample.SampleJob;
import io.rolestream.matching.Matcher;
import io.rolestream.matching.MatcherOptions;
import io.rolestream.matching.Matchers;
import io.rolestream.matching.profile.Side;
import io.rolestream.schemas.job.JobReader;
import io.rolestream.schemas.job.ReadableJob;
import io.rolestream.schemas.reading.Reading;
import io.rolestream.schemas.resume.ResumeReader;
import io.rolestream.schemas.serde.AvroSerde;
import io.rolestream.schemas.topics.TopicCatalogue;
import io.rolestream.schemas.topics.Topics;
import io.rolestream.stream.recommending.index.IndexBuild;
import io.rolestream.stream.recommending.index.IndexedTopics;
import io.rolestream.stream.recommending.index.JobIndexes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Starts a recommender's indexes several times over the same generated postings, each time in a process of its own:
 * first from the topics, and then from the index on disk that the start before has left. No resumes, and no model.
 */
@Command(name = "restart-benchmark", showDefaultValues = true)
public final class RestartBenchmark {
    private static final int PARTITIONS = 4;

    @Option(names = "--jobs")
    private int jobs = 100_000;

    @Option(names = "--starts")
    private int starts = 3;

    @Option(names = "--heap", description = "Of the process that is started, in MB.")
    private int heap = 1_500;

    @Option(names = "--start-at", hidden = true)
    private @Nullable String bootstrapServers;

    @Option(names = "--directory", hidden = true)
    private @Nullable Path directory;

    private RestartBenchmark() {}

    public static void main(String[] arguments) throws Exception {
        RestartBenchmark benchmark = new RestartBenchmark();
        new CommandLine(benchmark).parseArgs(arguments);
        if (benchmark.bootstrapServers != null && benchmark.directory != null) {
            start(benchmark.bootstrapServers, benchmark.directory);
        } else {
            benchmark.run();
        }
    }

    private void run() throws Exception {
        Path temporary = Files.createTempDirectory("restart-benchmark");
        try (EmbeddedKafka kafka = EmbeddedKafka.startTemporary()) {
            produce(kafka.bootstrapServers());
            for (int i = 0; i < starts; i++) {
                List<String> command = List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx" + heap + "m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        RestartBenchmark.class.getName(),
                        "--start-at=" + kafka.bootstrapServers(),
                        "--directory=" + temporary);
                int code = new ProcessBuilder(command).inheritIO().start().waitFor();
                if (code != 0) {
                    throw new IllegalStateException("the process ended with " + code);
                }
            }
        } finally {
            Replacement.delete(temporary);
        }
    }

    private static Cluster cluster(String bootstrapServers) {
        return Cluster.of(Settings.of(
                ConnectionConfig.define(new ConfigDef()),
                Map.of(ConnectionConfig.BOOTSTRAP_SERVERS, bootstrapServers)));
    }

    private void produce(String bootstrapServers) {
        Cluster cluster = cluster(bootstrapServers);
        Topics topics = cluster.topics();
        try (Admin admin = cluster.clients().admin()) {
            TopicAdmin.create(admin, new TopicCatalogue(topics, PARTITIONS).withSchemas(), (short) 1);
        }
        Serializer<Job> postings = new AvroSerde<>(Job.class, cluster.registry())
                .prepare(topics.jobs())
                .serializer();
        Serializer<LabelledJob> labels = new AvroSerde<>(LabelledJob.class, cluster.registry())
                .prepare(topics.labelledJobs())
                .serializer();
        JobReader reader = cluster.jobReader(ResumeReader.DEFAULT_MAX_TEXT_CHARS);
        GeneratedTexts texts = new GeneratedTexts();
        Instant now = Instant.now();
        try (Producer<byte[], byte[]> producer = cluster.clients().producer(Map.of())) {
            for (int i = 1; i <= jobs; i++) {
                SampleJob job = texts.job(i);
                byte[] key = job.jobId().getBytes(StandardCharsets.UTF_8);
                int partition = i % PARTITIONS;
                producer.send(new ProducerRecord<>(
                        topics.jobs(), partition, key, postings.serialize(topics.jobs(), job.event())));
                var readable = (Reading.Readable<ReadableJob>) reader.read(job.event(), now.toEpochMilli());
                LabelledJob label = LabelledJob.newBuilder()
                        .setJobId(job.jobId())
                        .setRole(job.trueRole())
                        .setDecidedBy(Decider.RULE)
                        .setConfidence(0.9f)
                        .setContentHash(readable.value().contentHash())
                        .setLabelledAt(now)
                        .build();
                producer.send(new ProducerRecord<>(
                        topics.labelledJobs(), partition, key, labels.serialize(topics.labelledJobs(), label)));
            }
        }
    }

    private static void start(String bootstrapServers, Path directory) throws IOException, InterruptedException {
        Cluster cluster = cluster(bootstrapServers);
        Matcher matcher = Matchers.open(MatcherOptions.defaults());
        long before = ProcessFigures.usedHeap();
        long begin = System.nanoTime();
        long busy = ProcessFigures.processorTime();
        try (JobIndexes disk = new JobIndexes(directory)) {
            IndexBuild build = IndexBuild.start(cluster, matcher, ResumeReader.DEFAULT_MAX_TEXT_CHARS, false, disk);
            IndexedTopics topics = build.poll();
            while (topics == null) {
                Thread.sleep(20);
                topics = build.poll();
            }
            double seconds = (System.nanoTime() - begin) / 1e9;
            double processor = (ProcessFigures.processorTime() - busy) / 1e9;
            double resident = ProcessFigures.residentMegabytes();
            long used = ProcessFigures.usedHeap() - before;
            long store = System.nanoTime();
            topics.store();
            System.out.printf(
                    Locale.ROOT,
                    "%d jobs: started in %.1f s (%.1f s of processor time), %.0f MB heap more than before,"
                            + " %.0f MB resident, %.0f MB on disk; committed again in %.0f ms%n",
                    topics.texts().size(Side.JOB),
                    seconds,
                    processor,
                    used / 1e6,
                    resident,
                    bytes(directory) / 1e6,
                    (System.nanoTime() - store) / 1e6);
            build.close();
        }
    }

    private static long bytes(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.mapToLong(file -> file.toFile().length()).sum();
        }
    }
}
