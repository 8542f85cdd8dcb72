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
                .doc("Endpoint to which `stream`, `worker` and `recommender` send traces, as OTLP over HTTP, such"
                        + " as `http://collector:4318/v1/traces`. Empty disables tracing.");
        keys.decimal(SHARE, 0.01, 0, 1)
                .doc(
                        "Share of resumes and postings that are traced. A trace context in the record's `traceparent` header"
                                + " overrides it.");
        return definitions;
    }

    public static TracingSettings settings(Settings settings) {
        return new TracingSettings(settings.optionalString(ENDPOINT), settings.decimal(SHARE));
    }
}
