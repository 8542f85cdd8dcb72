package io.rolestream.common.metrics;

import java.util.Locale;
import java.util.stream.Collectors;

/** Writes the reference of all metrics as Markdown tables. */
public final class MetricReference {
    private MetricReference() {}

    /** A row for each metric, in order: its name in Prometheus, type, tags, service and description. */
    public static String metrics() {
        StringBuilder out =
                new StringBuilder("| metric | type | tags | service | description |\n|---|---|---|---|---|\n");
        for (Metric metric : Metric.values()) {
            out.append("| `%s` | %s | %s | %s | %s |%n"
                    .formatted(
                            metric.prometheus(),
                            metric.type().name().toLowerCase(Locale.ROOT),
                            metric.tags().stream()
                                    .map(tag -> "`" + tag.key() + "`")
                                    .collect(Collectors.joining(", ")),
                            metric.by().text(),
                            metric.description()));
        }
        return out.toString();
    }

    /** A row for each tag. */
    public static String tags() {
        StringBuilder out = new StringBuilder("| tag | values |\n|---|---|\n");
        for (MetricTag tag : MetricTag.values()) {
            out.append("| `%s` | %s |%n".formatted(tag.key(), tag.takes()));
        }
        return out.toString();
    }
}
