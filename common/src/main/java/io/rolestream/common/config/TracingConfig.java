package io.rolestream.common.config;

import org.apache.kafka.common.config.ConfigDef;

/** The keys of tracing. */
public final class TracingConfig {
    public static final String ENDPOINT = "tracing.endpoint";
    public static final String SHARE = "tracing.share";

    private TracingConfig() {}

    /** Adds the keys to a definition and returns it. */
    public static ConfigDef define(ConfigDef definitions) {
        Keys keys = new Keys(definitions);
        keys.text(ENDPOINT, "")
                .doc(
                        "Where `stream` and `worker` send traces, as OTLP over HTTP, such as `http://collector:4318/v1/traces`. Empty for"
                                + " no tracing.");
        keys.decimal(SHARE, 0.01, 0, 1)
                .doc(
                        "Share of the resumes that are traced. Where the producer has put a trace context into the record's header"
                                + " `traceparent`, that decides instead.");
        return definitions;
    }
}
