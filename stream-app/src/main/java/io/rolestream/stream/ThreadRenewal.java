package io.rolestream.stream;

import io.rolestream.common.clients.robust.ClockSteps;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.streams.KafkaStreams;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Replaces all stream threads, and with them their clients, after the wall clock was set back. Looks once a second, on
 * a thread of its own.
 */
final class ThreadRenewal implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ThreadRenewal.class);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(20);

    private final KafkaStreams streams;
    private final int threads;
    private final ClockSteps clock = new ClockSteps();
    private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "clock-watch");
        thread.setDaemon(true);
        return thread;
    });

    /** @param threads how many there are */
    ThreadRenewal(KafkaStreams streams, int threads) {
        this.streams = streams;
        this.threads = threads;
    }

    void start() {
        var unused = watch.scheduleWithFixedDelay(this::look, 1, 1, TimeUnit.SECONDS);
    }

    private void look() {
        Duration setBack = clock.setBack();
        if (setBack.isZero()) {
            return;
        }
        LOG.warn("the clock was set back by {} s; replacing all stream threads", setBack.toSeconds());
        for (int i = 0; i < threads; i++) {
            replaceOldest();
        }
    }

    private void replaceOldest() {
        try {
            if (streams.addStreamThread().isPresent()) {
                streams.removeStreamThread(STOP_TIMEOUT);
            }
        } catch (RuntimeException e) {
            LOG.warn("a stream thread takes long to end after the clock was set back: {}", e.toString());
        }
    }

    @Override
    public void close() {
        watch.shutdownNow();
    }
}
