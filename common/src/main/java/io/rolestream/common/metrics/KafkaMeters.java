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

/** The metrics of one Kafka client as meters, until this is closed, which is best done before the client is. */
public final class KafkaMeters implements AutoCloseable {
    /** A partition that was just assigned is seen this soon; Micrometer itself looks once a minute. */
    private static final Duration LOOK_EVERY = Duration.ofSeconds(5);

    private final ScheduledExecutorService looking = new Looking();
    private final Runnable unbind;

    private KafkaMeters(Function<ScheduledExecutorService, Runnable> bind) {
        unbind = bind.apply(looking);
    }

    /** Those of a consumer. */
    public static KafkaMeters of(Consumer<?, ?> consumer, MeterRegistry registry) {
        return bound(looking -> bind(new KafkaClientMetrics(consumer, Tags.empty(), looking), registry));
    }

    /** Those of a producer. */
    public static KafkaMeters of(Producer<?, ?> producer, MeterRegistry registry) {
        return bound(looking -> bind(new KafkaClientMetrics(producer, Tags.empty(), looking), registry));
    }

    private static Runnable bind(KafkaClientMetrics metrics, MeterRegistry registry) {
        metrics.bindTo(registry);
        return metrics::close;
    }

    /**
     * Those of whatever Micrometer has a binder for.
     *
     * @param bind given what the binder is to look for new metrics with, returns what undoes it
     */
    public static KafkaMeters bound(Function<ScheduledExecutorService, Runnable> bind) {
        return new KafkaMeters(bind);
    }

    @Override
    public void close() {
        looking.shutdownNow();
        unbind.run();
    }

    /** Looks as often as said here, whatever it is asked for. */
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
