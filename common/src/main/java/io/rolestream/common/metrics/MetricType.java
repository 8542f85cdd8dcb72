package io.rolestream.common.metrics;

/** What a metric is to Prometheus. */
public enum MetricType {
    COUNTER,
    GAUGE,
    HISTOGRAM
}
