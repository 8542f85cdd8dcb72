package io.rolestream.serving.web;

import io.micrometer.core.instrument.MeterRegistry;
import io.rolestream.common.metrics.Metric;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts requests and what they ask for. Thread-safe. */
final class ServingMeters {
    private final MeterRegistry registry;
    private final AtomicInteger working = new AtomicInteger();

    ServingMeters(MeterRegistry registry) {
        this.registry = registry;
        Metric.SERVED_NOW.gauge(registry, working, AtomicInteger::get);
    }

    void began() {
        working.incrementAndGet();
    }

    /** A request that began has been answered. */
    void ended(String path, long nanos) {
        working.decrementAndGet();
        Metric.SERVED_TIME.times(registry, path).record(nanos, TimeUnit.NANOSECONDS);
    }

    /** A request was answered, or refused. */
    void answered(String path, int status) {
        Metric.SERVED_REQUESTS.counter(registry, path, Integer.toString(status)).increment();
    }

    /** Resumes were answered; which of them with an error. */
    void resumes(String path, List<Boolean> failed) {
        for (boolean each : failed) {
            Metric.SERVED_RESUMES
                    .counter(registry, path, each ? "failed" : "answered")
                    .increment();
        }
    }
}
