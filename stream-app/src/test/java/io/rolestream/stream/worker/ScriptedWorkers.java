package io.rolestream.stream.worker;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.rolestream.common.clients.Cluster;
import io.rolestream.common.config.ConnectionConfig;
import io.rolestream.common.config.Settings;
import io.rolestream.models.ModelsConfig;
import io.rolestream.schemas.registry.SchemaRegistry;
import io.rolestream.stream.StreamConfig;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;

/** Workers with a {@link ScriptedModel}, for tests of other packages. */
public final class ScriptedWorkers {
    private ScriptedWorkers() {}

    /** The settings of streams and workers. */
    public static Settings settings(Map<String, String> values) {
        ConfigDef keys = ConnectionConfig.define(new ConfigDef());
        return Settings.of(WorkerConfig.define(ModelsConfig.define(StreamConfig.define(keys))), values);
    }

    /** A worker that is not started yet. */
    public static Worker worker(Settings settings, SchemaRegistry registry) {
        ScriptedSupply supply = new ScriptedSupply();
        supply.offer(new ScriptedModel("v1"));
        return new Worker(
                Cluster.of(settings, registry), WorkerConfig.settings(settings), supply, new SimpleMeterRegistry());
    }
}
