package io.rolestream.common.metrics;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmInfoMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The meter registry of this process. All its services count in it, and it includes the metrics of the JVM and the
 * system.
 */
public final class ProcessMeters implements AutoCloseable {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final String RESIDENT = "VmRSS:";

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics collections = new JvmGcMetrics();

    /** Starts measuring. */
    public ProcessMeters() {
        registry.config().meterFilter(MeterFilter.deny(ProcessMeters::isOfAStoreInMemory));
        collections.bindTo(registry);
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new JvmInfoMetrics().bindTo(registry);
        new ClassLoaderMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        Metric.RESIDENT_MEMORY.gauge(registry, STATUS, ProcessMeters::residentBytes);
    }

    /** The registry for services. */
    public PrometheusMeterRegistry registry() {
        return registry;
    }

    /**
     * Kafka Streams names the tag of a store after its kind, but Prometheus allows one set of tags per name. RocksDB's
     * metrics are more useful, so those of the in-memory store are left out.
     */
    private static boolean isOfAStoreInMemory(Meter.Id id) {
        return id.getName().startsWith("kafka.stream.state.") && id.getTag("in.memory.state.id") != null;
    }

    private static double residentBytes(Path status) {
        try {
            return Files.readAllLines(status).stream()
                    .filter(line -> line.startsWith(RESIDENT))
                    .mapToDouble(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024.0)
                    .findFirst()
                    .orElse(Double.NaN);
        } catch (IOException e) {
            return Double.NaN; // not Linux
        }
    }

    @Override
    public void close() {
        collections.close();
        registry.close();
    }
}
