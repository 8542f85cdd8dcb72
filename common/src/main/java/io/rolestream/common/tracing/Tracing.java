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
import io.rolestream.common.config.Settings;
import io.rolestream.common.config.TracingConfig;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Follows records from topic to topic. Whoever makes one record of another leaves a span here: its parent is the context in the headers of
 * the record that was taken (W3C trace context), and its own context goes into the headers of the one that was made. So producer,
 * worker and labelling service are parts of one trace. A span tells of work, not of topics: one of an aborted transaction is told
 * again with the next attempt.
 *
 * <p>Where tracing is off, no header is read or written, and {@link #isOn} is all that it costs. Safe for use by several threads.
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
     * @param service who leaves the spans, {@code rolestream-worker} for one
     * @throws ConfigurationException if the endpoint is no address
     */
    public static Tracing of(Settings settings, String service) {
        String endpoint = settings.optionalString(TracingConfig.ENDPOINT);
        if (endpoint == null) {
            return OFF;
        }
        try {
            OtlpHttpSpanExporter exporter =
                    OtlpHttpSpanExporter.builder().setEndpoint(endpoint).build();
            BatchSpanProcessor sender = BatchSpanProcessor.builder(exporter)
                    .setScheduleDelay(SEND_EVERY)
                    .build();
            return to(sender, service, settings.decimal(TracingConfig.SHARE));
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(TracingConfig.ENDPOINT + ": " + e.getMessage(), e);
        }
    }

    /**
     * Tracing to anywhere.
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

    /** Whether {@link #step} does anything. */
    public boolean isOn() {
        return tracer != null;
    }

    /**
     * One record was made of another.
     *
     * @param name what was done
     * @param taken headers of the record that was taken
     * @param made headers of the record that was made; the context is put into them
     * @param sinceMillis when the record that was taken was written; milliseconds since 1970
     * @param attributes what the span is to tell
     */
    public void step(String name, Headers taken, Headers made, long sinceMillis, Map<String, String> attributes) {
        if (tracer == null) {
            return;
        }
        Context parent = W3C.extract(Context.root(), taken, GETTER);
        SpanBuilder builder = tracer.spanBuilder(name)
                .setParent(parent)
                .setSpanKind(SpanKind.CONSUMER)
                .setStartTimestamp(sinceMillis, TimeUnit.MILLISECONDS)
                .setAttribute("messaging.system", "kafka");
        attributes.forEach(builder::setAttribute);
        Span span = builder.startSpan();
        W3C.inject(
                parent.with(span),
                made,
                (headers, key, value) -> headers.remove(key).add(key, value.getBytes(StandardCharsets.US_ASCII)));
        span.end();
    }

    /** Sends what is left, as far as that is soon done. */
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
