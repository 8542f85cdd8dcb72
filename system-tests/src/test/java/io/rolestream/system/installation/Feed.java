package io.rolestream.system.installation;

import io.rolestream.schemas.topics.Topics;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Sends resumes at a bounded rate, from a thread of its own. Where it is ahead of the failures that are to meet it,
 * because restarts take long on a busy machine, it slows down to a tenth, so that resumes flow until the last failure.
 */
public final class Feed implements AutoCloseable {
    private static final int SLOWED = 10;

    private final KafkaProducer<byte[], byte[]> producer;
    private final ResumeMix mix;
    private final int count;
    private final int perSecond;
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
    private final Thread thread = new Thread(this::run, "feed");
    private volatile int unhindered;
    private volatile boolean closing;

    public Feed(Broker broker, long seed, int count, int perSecond) {
        this.mix = new ResumeMix(seed, broker.registry(), Topics.unprefixed());
        this.count = count;
        this.perSecond = perSecond;
        this.producer = new KafkaProducer<>(
                Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    public void start() {
        thread.start();
    }

    /** Sets the share of the resumes, 0 to 1, that go out at the full rate. */
    public void unhinderedUpTo(double share) {
        unhindered = (int) Math.ceil(share * count);
    }

    private void run() {
        try {
            send();
        } catch (RuntimeException e) {
            failure.compareAndSet(null, e);
        }
    }

    private void send() {
        long next = System.nanoTime();
        long interval = Duration.ofSeconds(1).toNanos() / perSecond;
        for (int sent = 0; sent < count && !closing; sent++) {
            next += sent < unhindered ? interval : interval * SLOWED;
            while (System.nanoTime() < next && !closing) {
                LockSupport.parkNanos(next - System.nanoTime());
            }
            var unused = producer.send(mix.next(), (place, e) -> {
                if (e != null) {
                    failure.compareAndSet(null, e);
                }
            });
        }
        producer.flush();
    }

    /**
     * Waits until the broker has everything.
     *
     * @throws IllegalStateException if that fails or takes too long
     */
    public void await(Duration patience) throws InterruptedException {
        thread.join(patience.toMillis());
        if (thread.isAlive() || failure.get() != null) {
            throw new IllegalStateException("the resumes could not be sent", failure.get());
        }
    }

    /** Sends no more, and waits as {@link #await}. */
    public void stop(Duration patience) throws InterruptedException {
        closing = true;
        await(patience);
    }

    @Override
    public void close() {
        closing = true;
        producer.close(Duration.ofSeconds(1));
    }
}
