package io.rolestream.common.metrics;

import java.util.List;

/** Upper bounds of the buckets of histograms. */
final class MetricBuckets {
    /** In seconds. Labels take milliseconds, or up to half an hour after a backlog. */
    static final List<Double> LATENCIES =
            List.of(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 300.0, 1_800.0);

    static final List<Double> SEQUENCES = List.of(1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 128.0, 256.0, 512.0, 1_024.0);

    static final List<Double> TOKENS =
            List.of(32.0, 64.0, 128.0, 256.0, 512.0, 1_024.0, 2_048.0, 4_096.0, 8_192.0, 16_384.0, 32_768.0);

    private MetricBuckets() {}
}
