package io.rolestream.cli.support;

import io.rolestream.common.metrics.MetricReference;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** The reference of all metrics. {@code docs/METRICS.md} is a copy of it. */
public final class MetricsDocument {
    private static final String INTRODUCTION = "metrics.md";

    private MetricsDocument() {}

    /** The document, as Markdown. */
    public static String text() {
        try (InputStream introduction = MetricsDocument.class.getResourceAsStream(INTRODUCTION)) {
            return new String(Objects.requireNonNull(introduction).readAllBytes(), StandardCharsets.UTF_8)
                    + MetricReference.metrics()
                    + "\n"
                    + MetricReference.tags();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
