package io.rolestream.common.metrics;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.core.instrument.config.MeterFilter;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The part of a process's meter registry that is one service's, for services that share a process. A service may be
 * built of parts that other services use, too, with their meters: a recommender follows rules and models as streams and
 * workers do. A gauge exists once in a registry, so two owners would show and remove each other's values, and a counter
 * would add up both. Metrics that {@link Metric#by()} gives to other services alone are therefore left out.
 */
public final class ServiceMeters extends CompositeMeterRegistry {
    private static final Map<String, MetricSource> SOURCES =
            Stream.of(Metric.values()).collect(Collectors.toMap(Metric::meter, Metric::by));

    private final MeterRegistry process;

    /**
     * A registry that passes a service's meters on. It is not to be closed.
     *
     * @param process has the meters of all services of this process
     * @param service {@link MetricSource#STREAM}, {@code WORKER}, {@code TRAINER}, {@code RECOMMENDER} or
     *     {@code GENERATOR}
     */
    public ServiceMeters(MeterRegistry process, MetricSource service) {
        this.process = process;
        config().meterFilter(MeterFilter.deny(id -> !has(service, id)));
        add(process);
    }

    private static boolean has(MetricSource service, Meter.Id id) {
        MetricSource source = SOURCES.get(id.getName());
        return source == null || source.includes(service);
    }

    /**
     * Where the meters of Kafka's clients belong. They are told apart by the clients' ids, and Micrometer looks at all
     * of a name to see which tags they have.
     */
    static MeterRegistry ofClients(MeterRegistry registry) {
        return registry instanceof ServiceMeters part ? part.process : registry;
    }
}
