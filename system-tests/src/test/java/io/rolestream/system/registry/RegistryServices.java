package io.rolestream.system.registry;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.rolestream.cli.Rolestream;
import io.rolestream.common.clients.Cluster;
import io.rolestream.common.config.Settings;
import io.rolestream.common.service.Service;
import io.rolestream.dashboard.Dashboard;
import io.rolestream.dashboard.config.DashboardConfig;
import io.rolestream.embedded.EmbeddedKafka;
import io.rolestream.local.services.Configuration;
import io.rolestream.local.services.Services;
import io.rolestream.schemas.registry.HttpSchemaRegistry;
import io.rolestream.schemas.registry.RegistryConfig;
import io.rolestream.stream.StreamApp;
import io.rolestream.stream.StreamConfig;
import io.rolestream.stream.worker.Worker;
import io.rolestream.system.chaos.cluster.FaultyRegistry;
import io.rolestream.trainer.service.Trainer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A broker and its registry, and all services in this process, which reach the registry through a faulty one. */
final class RegistryServices implements AutoCloseable {
    static final int PARTITIONS = 2;
    static final String APPLICATION = "labelling";

    private final EmbeddedKafka kafka = EmbeddedKafka.startTemporary();
    private final FaultyRegistry faulty;
    private final Map<String, String> settings = new HashMap<>();
    private final boolean registers;
    private final Path examples;
    final StreamApp stream;
    final Worker worker;
    final Trainer trainer;
    final Dashboard dashboard;

    /** @param registers whether the services may register schemas ({@code schema.auto.register}) */
    RegistryServices(Path directory, boolean registers) throws IOException {
        this.registers = registers;
        this.faulty = new FaultyRegistry(URI.create(kafka.schemaRegistryUrl()));
        this.examples = directory.resolve("trainer");
        settings.putAll(Map.of(
                "bootstrap.servers",
                kafka.bootstrapServers(),
                "topic.partitions",
                Integer.toString(PARTITIONS),
                "application.id",
                APPLICATION,
                "labellers",
                "rules,roberta",
                "label.deadline",
                "30m", // a resume that the worker skips gets no label
                "stream.threads",
                "1",
                "state.directory",
                directory.resolve("state").toString(),
                "trainer.data.directory",
                examples.toString(),
                "train.min.examples",
                "1000000",
                "model.store",
                directory.resolve("store").toString()));
        settings.put("early.vote.retention", "1h");
        settings.put("model.cache.directory", directory.resolve("cache").toString());
        Settings all = Settings.of(Configuration.definitions(), settings);
        MeterRegistry meters = new SimpleMeterRegistry();
        stream = new StreamApp(cluster(all), StreamConfig.settings(all), meters);
        worker = Services.worker(all, cluster(all), meters);
        trainer = Services.trainer(
                all, cluster(all), "roberta", null, (request, work, monitor, stop) -> Optional.empty(), meters);
        dashboard = new Dashboard(
                cluster(all), DashboardConfig.settings(all.with(Map.of(DashboardConfig.PORT, "0"))), stream);
    }

    /** A client of its own for each service, which gives up soon. */
    private Cluster cluster(Settings all) {
        RegistryConfig config = RegistryConfig.of(URI.create(faulty.url()))
                .withTimeout(Duration.ofMillis(500))
                .withRetries(2, Duration.ofMillis(50))
                .withAutoRegister(registers);
        return Cluster.of(all, new HttpSchemaRegistry(config));
    }

    /** Runs {@code topics create} with a registry; returns its exit code. */
    int createTopics(String registryUrl, String... more) {
        return Rolestream.commandLine()
                .execute(Stream.concat(
                                Stream.of(
                                        "topics",
                                        "create",
                                        "-b",
                                        kafka.bootstrapServers(),
                                        "--schema-registry-url",
                                        registryUrl,
                                        "-s",
                                        "topic.partitions=" + PARTITIONS,
                                        "-s",
                                        "application.id=" + APPLICATION),
                                Stream.of(more))
                        .toArray(String[]::new));
    }

    void start() throws Exception {
        stream.start();
        worker.start();
        trainer.start();
        dashboard.start(0);
        stream.running().get();
    }

    List<Service> services() {
        return List.of(stream, worker, trainer);
    }

    EmbeddedKafka kafka() {
        return kafka;
    }

    FaultyRegistry faulty() {
        return faulty;
    }

    /** The directory of the trainer's examples. */
    Path examples() {
        return examples;
    }

    @Override
    public void close() {
        faulty.set(FaultyRegistry.Answer.FORWARDED);
        dashboard.close();
        trainer.close();
        worker.close();
        stream.close();
        faulty.close();
        kafka.close();
    }
}
