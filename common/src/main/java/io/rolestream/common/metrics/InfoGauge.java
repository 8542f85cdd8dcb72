package io.rolestream.common.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A gauge that is always 1 and whose tags say what is in use. There is one at a time: another takes the place of the one before. */
public final class InfoGauge {
    private final Metric metric;
    private final MeterRegistry registry;
    private @Nullable Gauge shown;

    /** Shows nothing yet. */
    public InfoGauge(Metric metric, MeterRegistry registry) {
        this.metric = metric;
        this.registry = registry;
    }

    /**
     * Shows this from now on.
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

    /** Shows nothing from now on. */
    public synchronized void clear() {
        if (shown != null) {
            registry.remove(shown);
            shown = null;
        }
    }
}
