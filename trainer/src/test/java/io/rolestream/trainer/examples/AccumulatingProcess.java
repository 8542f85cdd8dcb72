package io.rolestream.trainer.examples;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.rolestream.common.clients.Cluster;
import io.rolestream.common.config.ConnectionConfig;
import io.rolestream.common.config.Settings;
import io.rolestream.schemas.registry.HttpSchemaRegistry;
import io.rolestream.schemas.registry.RegistryConfig;
import io.rolestream.trainer.TrainerConfig;
import io.rolestream.trainer.accumulator.ExampleAccumulator;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;

/** Accumulates until it is killed. */
public final class AccumulatingProcess {
    private AccumulatingProcess() {}

    /** @param arguments bootstrap servers, the registry's URL, the directory */
    public static void main(String[] arguments) throws Exception {
        ChildJvm.endWithParent();
        Settings settings = Settings.of(
                TrainerConfig.define(ConnectionConfig.define(new ConfigDef())),
                Map.of(
                        ConnectionConfig.BOOTSTRAP_SERVERS,
                        arguments[0],
                        Settings.KAFKA_PREFIX + "max.poll.records",
                        "50"));
        var registry = new HttpSchemaRegistry(RegistryConfig.of(URI.create(arguments[1])));
        try (var store = ExampleStore.open(Path.of(arguments[2]));
                var accumulator = new ExampleAccumulator(
                        Cluster.of(settings, registry),
                        new Retention(Duration.ofDays(365), 250_000),
                        store,
                        new SimpleMeterRegistry())) {
            accumulator.start();
            System.out.println("accumulating");
            accumulator.stopped().join();
        }
    }
}
