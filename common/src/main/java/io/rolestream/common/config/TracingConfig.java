package io.rolestream.common.config;

import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;

/** The keys of tracing. */
public final class TracingConfig {
    public static final String ENDPOINT = "tracing.endpoint";
    public static final String SHARE = "tracing.share";

    private TracingConfig() {}

    /** Adds the keys to a definition and returns it. */
    public static ConfigDef define(ConfigDef definitions) {
        return definitions
                .define(
                        ENDPOINT,
                        Type.STRING,
                        "",
                        Importance.LOW,
                        "Endpoint to which `stream` and `worker` send traces, as OTLP over HTTP, such as"
                                + " `http://collector:4318/v1/traces`. Empty disables tracing.")
                .define(
                        SHARE,
                        Type.DOUBLE,
                        0.01,
                        ConfigDef.Range.between(0, 1),
                        Importance.LOW,
                        "Share of resumes that are traced. A trace context in the record's `traceparent` header"
                                + " overrides it.");
    }
}
