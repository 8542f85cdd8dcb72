package io.rolestream.common.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.kafka.KafkaClientMetrics;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;

/** Exports the metrics of a Kafka client as meters until closed. Close it before the client. */
public final class KafkaMeters implements AutoCloseable {
    /** Interval for finding new metrics, such as those of newly assigned partitions. Micrometer's own is a minute. */
    private static final Duration LOOK_EVERY = Duration.ofSeconds(5);

    private final ScheduledExecutorService looking = new Looking();
    private final Runnable unbind;

    private KafkaMeters(Function<ScheduledExecutorService, Runnable> bind) {
        unbind = bind.apply(looking);
    }

    /** Meters of a consumer. */
    public static KafkaMeters of(Consumer<?, ?> consumer, MeterRegistry registry) {
        return bound(looking -> bind(new KafkaClientMetrics(consumer, Tags.empty(), looking), registry));
    }

    /** Meters of a producer. */
    public static KafkaMeters of(Producer<?, ?> producer, MeterRegistry registry) {
        return bound(looking -> bind(new KafkaClientMetrics(producer, Tags.empty(), looking), registry));
    }

    private static Runnable bind(KafkaClientMetrics metrics, MeterRegistry registry) {
        metrics.bindTo(ServiceMeters.ofClients(registry));
        return metrics::close;
    }

    /**
     * Meters of any client that Micrometer has a binder for.
     *
     * @param bind is given the scheduler that looks for new metrics, and returns what unbinds them
     */
    public static KafkaMeters bound(Function<ScheduledExecutorService, Runnable> bind) {
        return new KafkaMeters(bind);
    }

    @Override
    public void close() {
        looking.shutdownNow();
        unbind.run();
    }

    /** A scheduler that ignores the requested interval and uses this class's. */
    private static final class Looking extends ScheduledThreadPoolExecutor {
        Looking() {
            super(1, task -> {
                Thread thread = new Thread(task, "kafka-meters");
                thread.setDaemon(true);
                return thread;
            });
        }

        @Override
        public ScheduledFuture<?> scheduleAtFixedRate(Runnable command, long delay, long period, TimeUnit unit) {
            return super.scheduleWithFixedDelay(
                    command, LOOK_EVERY.toMillis(), LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
        }
    }
}
