package io.rolestream.common.config;

import org.jspecify.annotations.Nullable;

/**
 * Where traces go.
 *
 * @param endpoint a URL that takes OTLP over HTTP; null disables tracing
 * @param share of the records without a trace context that are traced, 0 to 1
 */
public record TracingSettings(@Nullable String endpoint, double share) {}
