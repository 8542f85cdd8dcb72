package io.rolestream.benchmarks.pipeline;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.rolestream.benchmarks.pipeline.Footprint.TopicBytes;
import io.rolestream.common.clients.Cluster;
import io.rolestream.common.clients.TopicAdmin;
import io.rolestream.common.config.ConnectionConfig;
import io.rolestream.common.config.Settings;
import io.rolestream.common.files.Replacement;
import io.rolestream.embedded.EmbeddedKafka;
import io.rolestream.models.ModelsConfig;
import io.rolestream.schemas.topics.TopicCatalogue;
import io.rolestream.schemas.topics.Topics;
import io.rolestream.stream.StreamApp;
import io.rolestream.stream.StreamConfig;
import io.rolestream.stream.worker.WorkerConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.HdrHistogram.Histogram;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.config.ConfigDef;
import org.jspecify.annotations.Nullable;

/** One broker in this process, on which scenarios run one after the other, each on new topics and with new state. */
final class TestBed implements AutoCloseable {
    private final EmbeddedKafka kafka = EmbeddedKafka.startTemporary();
    private final RawClients clients;
    private final Admin admin =
            Admin.create(Map.of(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers()));
    private int runs;

    /** @param batchBytes batch size of the producers at both ends */
    TestBed(int batchBytes) {
        clients = new RawClients(kafka.bootstrapServers(), batchBytes);
    }

    /**
     * The load to send.
     *
     * @param kind of resumes
     * @param warmUp number of first resumes that are excluded from the latency
     * @param perSecond rate; 0 for no limit
     * @param mostUnderWay maximum number of resumes in flight
     */
    record Load(Kind kind, int count, int warmUp, int perSecond, int mostUnderWay) {
        private static final int ANY = Integer.MAX_VALUE;

        /** As fast as can be, to fill every queue. */
        static Load unlimited(Kind kind, int count) {
            return new Load(kind, count, 0, 0, ANY);
        }

        /** At a steady rate. */
        static Load steady(Kind kind, int count, int warmUp, int perSecond) {
            return new Load(kind, count, warmUp, perSecond, ANY);
        }

        /** As fast as labels arrive, with a constant number in flight. */
        static Load saturating(Kind kind, int count, int underWay) {
            return new Load(kind, count, 0, 0, underWay);
        }
    }

    /**
     * The speed of a run.
     *
     * @param perSecond resumes per second, from the first one sent to the last one arrived
     * @param cpu processor time per resume
     * @param latency in microseconds, from when a resume was due to when its label was read
     */
    record Speed(double perSecond, ProcessorTime cpu, Histogram latency) {}

    /** @param state bytes of the labelling service's state on disk after the run */
    record Result(Speed speed, Map<String, TopicBytes> topics, long state) {}

    Result run(Scenario scenario, Load load) throws IOException, InterruptedException, ExecutionException {
        runs++;
        Topics topics = new Topics("run" + runs + ".");
        Path state = Files.createTempDirectory("rolestream-benchmark");
        TopicAdmin.create(admin, new TopicCatalogue(topics, scenario.partitions()), (short) 1);
        try {
            Speed speed = measure(scenario, load, topics, state);
            return new Result(speed, Footprint.topics(admin, clients, topics.prefix()), Footprint.files(state));
        } finally {
            deleteTopics(topics.prefix());
            Replacement.delete(state);
        }
    }

    /** The judged texts of a run's resumes, which are the same for every run and repeat. */
    List<String> texts(Kind kind) {
        return new Resumes(kafka.registry(), Topics.unprefixed().resumes(), kind).judged();
    }

    private Speed measure(Scenario scenario, Load load, Topics topics, Path state)
            throws InterruptedException, ExecutionException {
        Resumes resumes = new Resumes(kafka.registry(), topics.resumes(), load.kind());
        String lastTopic = scenario.settings() == null ? topics.resumes() : topics.labelledRoles();
        try (StreamApp app = startService(scenario, topics, state);
                Crew crew = startWorkers(scenario, topics, resumes)) {
            Sender sender = new Sender(clients, topics.resumes(), resumes, load);
            Arrivals arrivals = new Arrivals(clients, lastTopic);
            ProcessorTime before = ProcessorTime.now();
            sender.start();
            Histogram latency = arrivals.await(load.count(), load.warmUp(), sender);
            double seconds = (System.nanoTime() - sender.dueAt().get(0)) / 1e9;
            ProcessorTime cpu = ProcessorTime.now().since(before, load.count());
            sender.join();
            return new Speed(load.count() / seconds, cpu, latency);
        }
    }

    private @Nullable StreamApp startService(Scenario scenario, Topics topics, Path state) throws InterruptedException {
        if (scenario.settings() == null) {
            return null;
        }
        Map<String, String> values = new HashMap<>(scenario.settings());
        values.put(StreamConfig.APPLICATION_ID, topics.prefix() + "stream");
        values.put(StreamConfig.STATE_DIRECTORY, state.toString());
        values.put(StreamConfig.RULES_FOLLOW, "false");
        Settings settings = settings(values, topics);
        StreamApp app = new StreamApp(
                Cluster.of(settings, kafka.registry()), StreamConfig.settings(settings), new SimpleMeterRegistry());
        app.start();
        app.running().join();
        return app;
    }

    private @Nullable Crew startWorkers(Scenario scenario, Topics topics, Resumes resumes)
            throws InterruptedException, ExecutionException {
        if (scenario.settings() == null || scenario.voters() == null) {
            return null;
        }
        Map<String, String> values = new HashMap<>(scenario.settings());
        values.put(WorkerConfig.GROUP_ID, topics.prefix() + "worker");
        Settings settings = settings(values, topics);
        Crew crew = new Crew(scenario.voters(), settings, kafka.registry(), resumes);
        try {
            crew.start(admin, settings, scenario.partitions());
        } catch (RuntimeException | InterruptedException | ExecutionException e) {
            crew.close();
            throw e;
        }
        return crew;
    }

    private Settings settings(Map<String, String> values, Topics topics) {
        values.put(ConnectionConfig.BOOTSTRAP_SERVERS, kafka.bootstrapServers());
        values.put(ConnectionConfig.TOPIC_PREFIX, topics.prefix());
        ConfigDef keys = WorkerConfig.define(StreamConfig.define(ConnectionConfig.define(new ConfigDef())));
        return Settings.of(ModelsConfig.define(keys), values);
    }

    private void deleteTopics(String prefix) throws ExecutionException, InterruptedException {
        List<String> names = admin.listTopics().names().get().stream()
                .filter(name -> name.startsWith(prefix))
                .toList();
        admin.deleteTopics(names).all().get();
    }

    @Override
    public void close() {
        admin.close();
        kafka.close();
    }
}
