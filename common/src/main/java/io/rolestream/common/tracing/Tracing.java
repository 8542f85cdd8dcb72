package io.rolestream.common.tracing;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.rolestream.common.config.ConfigurationException;
import io.rolestream.common.config.TracingConfig;
import io.rolestream.common.config.TracingSettings;
import io.rolestream.schemas.reading.ClaimedTime;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * Traces records from topic to topic. A process that makes a record from another leaves a span: its parent is the W3C
 * trace context in the headers of the input record, and its own context goes into the headers of the output record. So
 * producer, worker and labelling service are parts of one trace. A span describes work, not a record: after an aborted
 * transaction, the next attempt leaves another span.
 *
 * <p>If tracing is off, headers are neither read nor written; {@link #isOn} is the only cost. Thread-safe.
 */
public final class Tracing implements AutoCloseable {
    private static final Duration SEND_EVERY = Duration.ofSeconds(1);
    private static final Duration LAST_WORD = Duration.ofSeconds(2);
    private static final TextMapPropagator W3C = W3CTraceContextPropagator.getInstance();
    private static final AttributeKey<String> SERVICE = AttributeKey.stringKey("service.name");
    private static final TextMapGetter<Headers> GETTER = new HeaderGetter();
    private static final Tracing OFF = new Tracing(null);

    private final @Nullable SdkTracerProvider provider;
    private final @Nullable Tracer tracer;

    private Tracing(@Nullable SdkTracerProvider provider) {
        this.provider = provider;
        this.tracer = provider == null ? null : provider.get("io.rolestream");
    }

    /** No tracing. */
    public static Tracing off() {
        return OFF;
    }

    /**
     * Tracing as the settings say.
     *
     * @param service name of the service, such as {@code rolestream-worker}
     * @throws ConfigurationException if the endpoint is not a URL
     */
    public static Tracing of(TracingSettings settings, String service) {
        if (settings.endpoint() == null) {
            return OFF;
        }
        try {
            OtlpHttpSpanExporter exporter = OtlpHttpSpanExporter.builder()
                    .setEndpoint(settings.endpoint())
                    .build();
            BatchSpanProcessor sender = BatchSpanProcessor.builder(exporter)
                    .setScheduleDelay(SEND_EVERY)
                    .build();
            return to(sender, service, settings.share());
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(TracingConfig.ENDPOINT + ": " + e.getMessage(), e);
        }
    }

    /**
     * Tracing to any exporter.
     *
     * @param share of the records without a context that are traced, 0 to 1
     */
    public static Tracing to(SpanProcessor sender, String service, double share) {
        return new Tracing(SdkTracerProvider.builder()
                .setResource(
                        Resource.getDefault().toBuilder().put(SERVICE, service).build())
                .setSampler(Sampler.parentBased(Sampler.traceIdRatioBased(share)))
                .addSpanProcessor(sender)
                .build());
    }

    /** Whether {@link #step} has any effect. */
    public boolean isOn() {
        return tracer != null;
    }

    /**
     * Records that one record was made from another.
     *
     * @param name of the span
     * @param taken headers of the input record
     * @param made headers of the output record, which receive the context
     * @param sinceMillis timestamp of the input record, in milliseconds since 1970; the span begins now if that cannot
     *     be
     * @param attributes of the span
     */
    public void step(String name, Headers taken, Headers made, long sinceMillis, Map<String, String> attributes) {
        if (tracer == null) {
            return;
        }
        Context parent = W3C.extract(Context.root(), taken, GETTER);
        SpanBuilder builder = tracer.spanBuilder(name)
                .setParent(parent)
                .setSpanKind(SpanKind.CONSUMER)
                .setAttribute("messaging.system", "kafka");
        if (ClaimedTime.isPossible(sinceMillis)) {
            builder.setStartTimestamp(sinceMillis, TimeUnit.MILLISECONDS);
        }
        attributes.forEach(builder::setAttribute);
        Span span = builder.startSpan();
        W3C.inject(
                parent.with(span),
                made,
                (headers, key, value) -> headers.remove(key).add(key, value.getBytes(StandardCharsets.US_ASCII)));
        span.end();
    }

    /** A copy of the headers that {@link #step} reads of an input record, for records that are not to be kept. */
    public static Headers context(Headers taken) {
        Headers copy = new RecordHeaders();
        for (String field : W3C.fields()) {
            Header header = taken.lastHeader(field);
            if (header != null) {
                copy.add(field, header.value());
            }
        }
        return copy;
    }

    /** Sends the remaining spans, within a short time limit. */
    @Override
    public void close() {
        if (provider != null) {
            provider.shutdown().join(LAST_WORD.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** Reads headers as text. */
    private static final class HeaderGetter implements TextMapGetter<Headers> {
        @Override
        public Iterable<String> keys(Headers headers) {
            return Arrays.stream(headers.toArray()).map(Header::key).collect(Collectors.toSet());
        }

        @Override
        public @Nullable String get(@Nullable Headers headers, String key) {
            Header header = headers == null ? null : headers.lastHeader(key);
            return header == null || header.value() == null
                    ? null
                    : new String(header.value(), StandardCharsets.US_ASCII);
        }
    }
}
