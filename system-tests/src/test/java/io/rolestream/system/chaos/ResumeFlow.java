package io.rolestream.system.chaos;

import io.rolestream.events.Resume;
import io.rolestream.files.sample.GeneratorOptions;
import io.rolestream.files.sample.ResumeGenerator;
import io.rolestream.schemas.serde.AvroSerde;
import io.rolestream.system.installation.Endpoints;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * Produces resumes from a thread of its own through faults, and enters each into the {@link Ledger} when the brokers
 * have it. Each has a text of its own. One in eight is a new version of a recent resume; one in two hundred is no
 * resume at all. The same for the same seed.
 */
final class ResumeFlow implements AutoCloseable {
    private static final String TOPIC = "resumes";
    private static final int RECENT = 40;
    /** Where it is ahead of the faults it slows down to a tenth, so that resumes flow until the last fault. */
    private static final int SLOWED = 10;

    private final int count;
    private final int perSecond;
    private final Random random;
    private final ResumeGenerator generator;
    private final Serializer<Resume> serializer;
    private final KafkaProducer<byte[], byte[]> producer;
    private final Ledger ledger;
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
    private final Thread thread = new Thread(this::run, "resume-flow");
    private volatile int unhindered;
    private volatile boolean closing;
    private int ids;

    ResumeFlow(Endpoints endpoints, Ledger ledger, long seed, int count, int perSecond) {
        this.count = count;
        this.perSecond = perSecond;
        this.ledger = ledger;
        this.random = new Random(seed);
        this.generator = new ResumeGenerator(seed, GeneratorOptions.DEFAULT);
        this.serializer = new AvroSerde<>(Resume.class, endpoints.registry())
                .prepare(TOPIC)
                .serializer();
        this.producer = new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        endpoints.bootstrapServers(),
                        "delivery.timeout.ms",
                        (int) Duration.ofMinutes(15).toMillis(),
                        "request.timeout.ms",
                        10_000),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    void start() {
        thread.start();
    }

    /** Sets the share of the resumes, 0 to 1, that go out at the full rate. */
    void unhinderedUpTo(double share) {
        unhindered = (int) Math.ceil(share * count);
    }

    private void run() {
        try {
            long next = System.nanoTime();
            long interval = Duration.ofSeconds(1).toNanos() / perSecond;
            for (int sent = 0; sent < count && !closing; sent++) {
                next = Math.max(next, System.nanoTime() - Duration.ofSeconds(1).toNanos());
                next += sent < unhindered ? interval : interval * SLOWED;
                while (System.nanoTime() < next && !closing) {
                    LockSupport.parkNanos(next - System.nanoTime());
                }
                send(sent);
            }
            producer.flush();
        } catch (RuntimeException e) {
            failure.compareAndSet(null, e);
        }
    }

    private void send(int number) {
        if (random.nextInt(200) == 0) {
            send("broken-" + number, bytes("not Avro"), false);
            return;
        }
        boolean again = ids > 0 && random.nextInt(8) == 0;
        String id = "resume-" + (again ? ids - random.nextInt(Math.min(ids, RECENT)) : ++ids);
        Resume made = generator.resume(number + 1).event();
        Resume.Builder resume = Resume.newBuilder(made).setResumeId(id);
        if (made.getSkills() == null) {
            resume.setText(made.getText() + ", item " + number);
        } else {
            resume.setSkills(made.getSkills() + ", item " + number);
        }
        send(id, serializer.serialize(TOPIC, resume.build()), true);
    }

    private void send(String id, byte[] value, boolean isResume) {
        var unused = producer.send(new ProducerRecord<>(TOPIC, bytes(id), value), (place, e) -> {
            if (e == null) {
                ledger.add(id, place.partition(), place.offset(), isResume);
            } else {
                failure.compareAndSet(null, e);
            }
        });
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Waits until the brokers have everything.
     *
     * @throws IllegalStateException if that fails or takes too long
     */
    void await(Duration patience) throws InterruptedException {
        thread.join(patience.toMillis());
        if (thread.isAlive() || failure.get() != null) {
            throw new IllegalStateException(
                    "the resumes could not be sent; %d of %d were acknowledged".formatted(ledger.size(), count),
                    failure.get());
        }
    }

    @Override
    public void close() {
        closing = true;
        producer.close(Duration.ZERO);
    }
}
