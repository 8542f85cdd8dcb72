package io.rolestream.system.installation;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolestream.cli.Rolestream;
import io.rolestream.schemas.topics.Topics;
import io.rolestream.system.checks.VoteChecker;
import io.rolestream.system.checks.VoteReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;

/**
 * A broker with all topics, labelling services, workers and trainers, each in a process of its own. Closing it ends
 * every process.
 */
public final class Installation implements AutoCloseable {
    private final Path directory;
    private final Path logs;
    private final Topics topics = Topics.unprefixed();
    private final Broker broker;
    private final Admin admin;
    private final List<StreamService> streams = new ArrayList<>();
    private final List<WorkerService> workers = new ArrayList<>();
    private final List<TrainerService> trainers = new ArrayList<>();
    private final List<RecommenderProcess> recommenders = new ArrayList<>();
    private final List<GeneratorProcess> generators = new ArrayList<>();

    /**
     * Starts the broker and creates the topics.
     *
     * @param name of the directory in {@code target/crash} with the processes' output
     * @param directory for data
     */
    public Installation(String name, Path directory) throws Exception {
        this.directory = directory;
        this.logs = Path.of("target", "crash", name);
        deleteFilesIn(logs);
        this.broker = new Broker(directory, logs);
        this.admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
        try {
            createTopics();
        } catch (Exception | AssertionError e) {
            close();
            throw e;
        }
    }

    private static void deleteFilesIn(Path logs) throws IOException {
        Files.createDirectories(logs);
        try (Stream<Path> files = Files.list(logs)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
    }

    private void createTopics() throws ExecutionException, InterruptedException {
        assertThat(Rolestream.commandLine()
                        .execute(
                                "topics",
                                "create",
                                "-b",
                                broker.bootstrapServers(),
                                "--schema-registry-url",
                                broker.registryUrl()))
                .isZero();
        ConfigResource labels = new ConfigResource(ConfigResource.Type.TOPIC, topics.labelledRoles());
        ConfigEntry appendTime = new ConfigEntry(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "LogAppendTime");
        admin.incrementalAlterConfigs(Map.of(labels, List.of(new AlterConfigOp(appendTime, AlterConfigOp.OpType.SET))))
                .all()
                .get();
    }

    public Topics topics() {
        return topics;
    }

    public Broker broker() {
        return broker;
    }

    public Admin admin() {
        return admin;
    }

    /** Starts a labelling service. */
    public StreamService startStream(Map<String, String> settings) throws IOException {
        String name = "stream-" + (char) ('a' + streams.size());
        StreamService stream = new StreamService(name, directory, logs, broker, settings);
        streams.add(stream);
        return stream;
    }

    /** Starts a worker. */
    public WorkerService startWorker(Map<String, String> settings) throws IOException {
        String name = "worker-" + (char) ('a' + workers.size());
        WorkerService worker = new WorkerService(name, directory, logs, broker, settings);
        workers.add(worker);
        return worker;
    }

    /** Starts a trainer. */
    public TrainerService startTrainer(Map<String, String> settings) throws IOException {
        String name = "trainer-" + (char) ('a' + trainers.size());
        TrainerService trainer = new TrainerService(name, directory, logs, broker, settings);
        trainers.add(trainer);
        return trainer;
    }

    /** Starts a recommender. */
    public RecommenderProcess startRecommender(Map<String, String> settings) throws IOException {
        String name = "recommender-" + (char) ('a' + recommenders.size());
        RecommenderProcess recommender = new RecommenderProcess(name, directory, logs, broker, settings);
        recommenders.add(recommender);
        return recommender;
    }

    /** Starts a generator. */
    public GeneratorProcess startGenerator(Map<String, String> settings) throws IOException {
        String name = "generator-" + (char) ('a' + generators.size());
        GeneratorProcess generator = new GeneratorProcess(name, directory, logs, broker, settings);
        generators.add(generator);
        return generator;
    }

    public List<StreamService> streams() {
        return streams;
    }

    public List<WorkerService> workers() {
        return workers;
    }

    /** Labelling services, workers, trainers, recommenders and generators. */
    public List<ServiceProcess> services() {
        return Stream.of(streams, workers, trainers, recommenders, generators)
                .<ServiceProcess>flatMap(List::stream)
                .toList();
    }

    /** The consumer groups that have all resumes to take in. */
    public List<String> groups() {
        List<String> groups = new ArrayList<>();
        if (!streams.isEmpty()) {
            groups.add(StreamService.GROUP);
        }
        if (!workers.isEmpty()) {
            groups.add(WorkerService.GROUP);
        }
        return groups;
    }

    /** The independent judgement on the votes; call it when all is quiet. */
    public VoteReport judgeVotes() {
        return new VoteChecker(broker.bootstrapServers(), broker.registry(), topics, TinyVersions.MODEL).check();
    }

    @Override
    public void close() {
        // Processes first: clients would wait for answers that nobody needs.
        services().forEach(ServiceProcess::close);
        broker.close();
        admin.close(Duration.ZERO);
    }
}
