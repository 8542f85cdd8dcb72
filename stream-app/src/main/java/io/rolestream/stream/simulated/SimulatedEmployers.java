package io.rolestream.stream.simulated;

import io.rolestream.common.clients.Cluster;
import io.rolestream.common.clients.Sending;
import io.rolestream.events.Job;
import io.rolestream.files.sample.JobGenerator;
import io.rolestream.schemas.serde.AvroSerde;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * Posts generated jobs: some at once, then one at a time at a steady pace. After every few, the job that has been open
 * longest is filled, and deleted. A thread of its own posts; any thread may ask.
 */
public final class SimulatedEmployers implements AutoCloseable {
    private static final int AT_ONCE = 150;
    private static final Duration BETWEEN_JOBS = Duration.ofSeconds(2);
    private static final int FILLED_OF = 4;

    private final JobGenerator generator;
    private final Producer<byte[], byte[]> producer;
    private final Serializer<Job> serializer;
    private final String topic;
    private final Deque<String> open = new ArrayDeque<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread = new Thread(this::post, "simulated-employers");

    private SimulatedEmployers(Cluster cluster, JobGenerator generator) {
        this.generator = generator;
        this.topic = cluster.topics().jobs();
        this.serializer =
                new AvroSerde<>(Job.class, cluster.registry()).prepare(topic).serializer();
        this.producer = cluster.clients().producer(Map.of());
        thread.setDaemon(true);
    }

    public static SimulatedEmployers start(Cluster cluster, JobGenerator generator) {
        SimulatedEmployers employers = new SimulatedEmployers(cluster, generator);
        employers.thread.start();
        return employers;
    }

    private void post() {
        try {
            for (long number = 1; ; number++) {
                if (closed.await(number <= AT_ONCE ? 0 : BETWEEN_JOBS.toMillis(), TimeUnit.MILLISECONDS)) {
                    return;
                }
                Job job = generator.job(number).event();
                send(job.getJobId(), job);
                String filled = number > AT_ONCE && number % FILLED_OF == 0 ? filled() : null;
                if (filled != null) {
                    send(filled, null);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void send(String id, @Nullable Job job) {
        byte[] value = job == null ? null : serializer.serialize(topic, job);
        CompletableFuture<Void> sent =
                Sending.send(producer, new ProducerRecord<>(topic, id.getBytes(StandardCharsets.UTF_8), value));
        if (job != null) {
            var unused = sent.thenRun(() -> opened(id));
        }
    }

    private synchronized void opened(String id) {
        open.addLast(id);
    }

    private synchronized @Nullable String filled() {
        return open.pollFirst();
    }

    /** The ids of the jobs that are open, all of which the broker has. */
    public synchronized List<String> open() {
        return new ArrayList<>(open);
    }

    @Override
    public void close() throws InterruptedException {
        closed.countDown();
        thread.join();
        producer.close(Duration.ofSeconds(5));
    }
}
