package io.rolestream.cli.support;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.spi.LoggingEvent;
import org.apache.kafka.common.errors.InvalidTxnStateException;
import org.apache.kafka.streams.errors.StreamsException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FailureConverterTest {
    private static final Throwable RECOVERABLE = new StreamsException(
            "Error sending to topic labelled-roles\n  of task 0_1", new InvalidTxnStateException("timed out"));

    private final LoggerContext context = new LoggerContext();

    FailureConverterTest() {
        context.getLogger("ROOT").setLevel(Level.WARN);
    }

    @Test
    void shouldWriteAFaultThatRecoversAsOneLine() {
        String line = "failed: StreamsException: Error sending to topic labelled-roles of task 0_1,"
                + " caused by InvalidTxnStateException: timed out\n";
        assertThat(written("io.rolestream.stream.ThreadFailures", Level.WARN, RECOVERABLE))
                .isEqualTo(line);
        assertThat(written("org.apache.kafka.streams.processor.internals.StreamThread", Level.ERROR, RECOVERABLE))
                .isEqualTo(line);
        assertThat(written("io.rolestream.stream.StreamApp", Level.WARN, null)).isEqualTo("failed\n");
    }

    @Test
    void shouldWriteStackTracesOfErrorsAndWithVerbose() {
        assertThat(written("io.rolestream.cli.FailureReport", Level.ERROR, RECOVERABLE))
                .startsWith("failed\n")
                .contains("\tat ");
        context.getLogger("ROOT").setLevel(Level.INFO);
        assertThat(written("org.apache.kafka.streams.StreamThread", Level.ERROR, RECOVERABLE))
                .contains("\tat ");
    }

    private String written(String logger, Level level, @Nullable Throwable failure) {
        PatternLayout layout = new PatternLayout();
        layout.setContext(context);
        layout.getInstanceConverterMap().put("failure", FailureConverter::new);
        layout.setPattern("%msg%failure");
        layout.start();
        return layout.doLayout(
                new LoggingEvent("", context.getLogger(logger), level, "failed", failure, new Object[0]));
    }
}
