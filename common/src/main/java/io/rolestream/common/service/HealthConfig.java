package io.rolestream.common.service;

import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;

/** The keys of the health endpoint. */
public final class HealthConfig {
    public static final String PORT = "health.port";
    public static final String HOST = "health.host";

    static final int OFF = -1;

    private HealthConfig() {}

    /** Adds the keys to a definition and returns it. */
    public static ConfigDef define(ConfigDef definitions) {
        return definitions
                .define(
                        PORT,
                        Type.INT,
                        OFF,
                        ConfigDef.Range.between(OFF, 65_535),
                        Importance.MEDIUM,
                        "Port on which `stream`, `worker`, `train` and `demo` serve `GET /live` and `GET /ready` (200"
                                + " or 503, with a short reason) and `GET /metrics` for Prometheus. -1 disables it; 0"
                                + " picks any free port.")
                .define(
                        HOST,
                        Type.STRING,
                        "127.0.0.1",
                        new ConfigDef.NonEmptyString(),
                        Importance.LOW,
                        "Address that the health endpoint listens on; use 0.0.0.0 for the probes of a container"
                                + " platform.");
    }
}
