package io.rolestream.common.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A gauge that is always 1 and whose tags name what is in use. It has at most one set of tag values; a new one replaces
 * the previous one.
 */
public final class InfoGauge {
    private final Metric metric;
    private final MeterRegistry registry;
    private @Nullable Gauge shown;

    /** Creates a gauge without values. */
    public InfoGauge(Metric metric, MeterRegistry registry) {
        this.metric = metric;
        this.registry = registry;
    }

    /**
     * Replaces the tag values.
     *
     * @param values of the metric's tags, in their order
     */
    public synchronized void show(String... values) {
        Gauge before = shown;
        shown = metric.gauge(registry, this, gauge -> 1, values);
        if (before != null && !Objects.equals(before.getId(), shown.getId())) {
            registry.remove(before);
        }
    }

    /** Removes the gauge's values. */
    public synchronized void clear() {
        if (shown != null) {
            registry.remove(shown);
            shown = null;
        }
    }
}
