package io.rolestream.common.tracing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.rolestream.common.config.ConfigurationException;
import io.rolestream.common.config.ConnectionConfig;
import io.rolestream.common.config.Settings;
import io.rolestream.common.config.TracingConfig;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class TracingTest {
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String SPAN = "00f067aa0ba902b7";
    private static final long TAKEN_AT = 1_769_000_000_005L;

    private final InMemorySpanExporter told = InMemorySpanExporter.create();

    @Test
    void shouldGoOnWithTheTraceOfTheRecordThatWasTaken() {
        Headers made = step(tracing(0), headers("00-" + TRACE + "-" + SPAN + "-01"));

        SpanData span = told.getFinishedSpanItems().get(0);
        assertThat(span.getTraceId()).isEqualTo(TRACE);
        assertThat(span.getParentSpanId()).isEqualTo(SPAN);
        assertThat(span.getName()).isEqualTo("vote");
        assertThat(span.getStartEpochNanos()).isEqualTo(TAKEN_AT * 1_000_000);
        assertThat(traceparent(made)).isEqualTo("00-" + TRACE + "-" + span.getSpanId() + "-01");
    }

    @Test
    void shouldHeedAProducerThatWantsNoTrace() {
        Headers made = step(tracing(1), headers("00-" + TRACE + "-" + SPAN + "-00"));

        assertThat(told.getFinishedSpanItems()).isEmpty();
        assertThat(traceparent(made)).startsWith("00-" + TRACE).endsWith("-00");
    }

    @Test
    void shouldBeginATraceWhereThereIsNone() {
        Headers made = step(tracing(1), new RecordHeaders());

        SpanData span = told.getFinishedSpanItems().get(0);
        assertThat(span.getParentSpanContext().isValid()).isFalse();
        assertThat(traceparent(made)).isEqualTo("00-" + span.getTraceId() + "-" + span.getSpanId() + "-01");
    }

    @Test
    void shouldTakeAHeaderThatIsNoContextForNone() {
        step(tracing(1), headers("nonsense"));

        assertThat(told.getFinishedSpanItems()).hasSize(1);
    }

    @Test
    void shouldDoNothingWhereItIsOff() {
        Headers made = step(
                Tracing.of(TracingConfig.settings(settings(Map.of())), "test"),
                headers("00-" + TRACE + "-" + SPAN + "-01"));

        assertThat(made).isEmpty();
        assertThat(Tracing.off().isOn()).isFalse();
    }

    @Test
    void shouldRefuseAnEndpointThatIsNoAddress() {
        Settings settings = settings(Map.of(TracingConfig.ENDPOINT, "collector"));

        assertThatThrownBy(() -> Tracing.of(TracingConfig.settings(settings), "test"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("tracing.endpoint");
    }

    private Tracing tracing(double share) {
        return Tracing.to(SimpleSpanProcessor.create(told), "test", share);
    }

    private static Headers step(Tracing tracing, Headers taken) {
        Headers made = new RecordHeaders();
        tracing.step("vote", taken, made, TAKEN_AT, Map.of("rolestream.role", "Data Engineer"));
        return made;
    }

    private static Settings settings(Map<String, String> values) {
        return Settings.of(ConnectionConfig.define(new ConfigDef()), values);
    }

    private static Headers headers(String traceparent) {
        return new RecordHeaders().add("traceparent", traceparent.getBytes(StandardCharsets.US_ASCII));
    }

    private static String traceparent(Headers headers) {
        return new String(headers.lastHeader("traceparent").value(), StandardCharsets.US_ASCII);
    }
}
