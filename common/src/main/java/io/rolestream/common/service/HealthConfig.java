package io.rolestream.common.service;

import io.rolestream.common.config.Keys;
import io.rolestream.common.config.Settings;
import org.apache.kafka.common.config.ConfigDef;

/** The keys of the health endpoint. */
public final class HealthConfig {
    public static final String PORT = "health.port";
    public static final String HOST = "health.host";

    static final int OFF = -1;

    private HealthConfig() {}

    /** Adds the keys to a definition and returns it. */
    public static ConfigDef define(ConfigDef definitions) {
        Keys keys = new Keys(definitions);
        keys.integer(PORT, OFF, OFF, 65_535)
                .doc(
                        "Port on which `stream`, `worker`, `recommender`, `train`, `serve` and `demo` serve `GET /live` and `GET /ready` (200"
                                + " or 503, with a short reason) and `GET /metrics` for Prometheus. -1 disables it; 0"
                                + " picks any free port.");
        keys.nonEmpty(HOST, "127.0.0.1")
                .doc("Address that the health endpoint listens on; use 0.0.0.0 for the probes of a container"
                        + " platform.");
        return definitions;
    }

    public static HealthSettings settings(Settings settings) {
        return new HealthSettings(settings.string(HOST), settings.integer(PORT));
    }
}
