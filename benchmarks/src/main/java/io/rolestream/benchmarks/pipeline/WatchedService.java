package io.rolestream.benchmarks.pipeline;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.rolestream.benchmarks.pipeline.Crew.Voters;
import io.rolestream.benchmarks.pipeline.StubModel.Cost;
import io.rolestream.benchmarks.pipeline.TestBed.Load;
import io.rolestream.common.clients.Cluster;
import io.rolestream.common.clients.TopicAdmin;
import io.rolestream.common.config.ConnectionConfig;
import io.rolestream.common.config.Settings;
import io.rolestream.common.metrics.Metric;
import io.rolestream.dashboard.Dashboard;
import io.rolestream.dashboard.config.DashboardConfig;
import io.rolestream.embedded.EmbeddedKafka;
import io.rolestream.files.documents.DocumentConfig;
import io.rolestream.models.ModelsConfig;
import io.rolestream.schemas.topics.TopicCatalogue;
import io.rolestream.schemas.topics.Topics;
import io.rolestream.stream.StreamApp;
import io.rolestream.stream.StreamConfig;
import io.rolestream.stream.worker.WorkerConfig;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;

/**
 * A broker, the labelling service with its dashboard, a worker whose model votes immediately, and a producer of
 * resumes.
 */
final class WatchedService implements AutoCloseable {
    private static final String LABELLER = "roberta";
    private static final int PARTITIONS = TopicCatalogue.DEFAULT_PARTITIONS;
    private static final Topics TOPICS = Topics.unprefixed();

    /** An hour's output would fill a small disk, and is not needed later. */
    private static final Map<String, String> KEEP_LITTLE = Map.of(
            TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_DELETE,
            TopicConfig.RETENTION_BYTES_CONFIG, String.valueOf(64 << 20),
            TopicConfig.SEGMENT_BYTES_CONFIG, String.valueOf(32 << 20));

    private final EmbeddedKafka kafka = EmbeddedKafka.startTemporary();
    private final Admin admin =
            Admin.create(Map.of(ConnectionConfig.BOOTSTRAP_SERVERS, (Object) kafka.bootstrapServers()));
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Settings settings;
    private final StreamApp app;
    private final Crew crew;
    private final Sender sender;
    private Dashboard dashboard;

    WatchedService(Kind kind, int resumes, int perSecond, int batchBytes)
            throws InterruptedException, ExecutionException {
        TopicAdmin.create(admin, new TopicCatalogue(TOPICS, PARTITIONS), (short) 1);
        settings = settings();
        app = new StreamApp(Cluster.of(settings, kafka.registry()), StreamConfig.settings(settings), meters);
        app.start();
        app.running().join();
        Resumes texts = new Resumes(kafka.registry(), TOPICS.resumes(), kind);
        Voters voters = new Voters(
                LABELLER, 1, judged -> new StubModel(StubModel.votes(judged.judged(), LABELLER), Cost.NOTHING));
        crew = new Crew(voters, settings, kafka.registry(), texts);
        crew.start(admin, settings, PARTITIONS);
        dashboard = new Dashboard(Cluster.of(settings, kafka.registry()), DashboardConfig.settings(settings), app);
        dashboard.start();
        sender = new Sender(
                new RawClients(kafka.bootstrapServers(), batchBytes),
                TOPICS.resumes(),
                texts,
                Load.steady(kind, resumes, 0, perSecond));
        keepLittle();
    }

    private Settings settings() {
        Map<String, String> values = new HashMap<>();
        values.put(ConnectionConfig.BOOTSTRAP_SERVERS, kafka.bootstrapServers());
        values.put(
                StreamConfig.STATE_DIRECTORY,
                kafka.dataDirectory().resolve("state").toString());
        values.put(ModelsConfig.STORE, kafka.dataDirectory().resolve("models").toString());
        values.put(StreamConfig.LABELLERS, "rules," + LABELLER);
        values.put(WorkerConfig.MODEL_NAME, LABELLER);
        values.put(StreamConfig.RULES_FOLLOW, "false");
        values.put(DashboardConfig.PORT, "0");
        values.put(DashboardConfig.SHOW_TEXT, "true");
        ConfigDef keys = ConnectionConfig.define(new ConfigDef());
        ModelsConfig.define(WorkerConfig.define(StreamConfig.define(keys)));
        DocumentConfig.define(keys);
        return Settings.of(DashboardConfig.define(keys), values);
    }

    private void keepLittle() throws InterruptedException, ExecutionException {
        List<AlterConfigOp> changes = new ArrayList<>();
        KEEP_LITTLE.forEach(
                (key, value) -> changes.add(new AlterConfigOp(new ConfigEntry(key, value), AlterConfigOp.OpType.SET)));
        Map<ConfigResource, Collection<AlterConfigOp>> topics = new HashMap<>();
        for (String topic : admin.listTopics().names().get()) {
            topics.put(new ConfigResource(ConfigResource.Type.TOPIC, topic), changes);
        }
        admin.incrementalAlterConfigs(topics).all().get();
    }

    String url() {
        return dashboard.url();
    }

    void send() {
        sender.start();
    }

    /** Waits until everything is sent. */
    void sent() throws InterruptedException {
        sender.join();
    }

    /** The number of labels decided so far. */
    double labels() {
        return meters.find(Metric.LABELS.meter()).counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }

    /** The dashboard's lag in labels, by its consumer's metrics; NaN before the first. */
    static double feedLag() {
        try {
            MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
            var names = beans.queryNames(
                    new ObjectName("kafka.consumer:type=consumer-fetch-manager-metrics,topic=" + TOPICS.labelledRoles()
                            + ",partition=*,*"),
                    null);
            double lag = names.isEmpty() ? Double.NaN : 0;
            for (ObjectName name : names) {
                lag += ((Number) beans.getAttribute(name, "records-lag")).doubleValue();
            }
            return lag;
        } catch (JMException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Replaces the dashboard with a new one at the same address, without the state of the old one. */
    void restartDashboard() throws IOException {
        int port = URI.create(url()).getPort();
        dashboard.close();
        dashboard = new Dashboard(Cluster.of(settings, kafka.registry()), DashboardConfig.settings(settings), app);
        dashboard.start(port);
    }

    @Override
    public void close() {
        dashboard.close();
        crew.close();
        app.close();
        admin.close();
        kafka.close();
    }
}
