package io.rolestream.benchmarks.pipeline;

import io.rolestream.benchmarks.pipeline.TestBed.Load;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** Sends resumes, as fast as it can or at a steady rate, on its own thread. */
final class Sender {
    private final RawClients clients;
    private final String topic;
    private final Resumes resumes;
    private final AtomicLongArray dueAt;
    private final int perSecond;
    private final Semaphore room;
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private final Thread thread = new Thread(this::run, "sender");

    Sender(RawClients clients, String topic, Resumes resumes, Load load) {
        this.clients = clients;
        this.topic = topic;
        this.resumes = resumes;
        this.dueAt = new AtomicLongArray(load.count());
        this.perSecond = load.perSecond();
        this.room = new Semaphore(load.mostUnderWay());
        thread.setDaemon(true); // a benchmark that fails does not wait for what is still to be sent
    }

    void start() {
        thread.start();
    }

    /**
     * When each resume was due, by {@link System#nanoTime}. At a steady rate that is its place in the schedule, so that
     * a slow sender shows as latency.
     */
    AtomicLongArray dueAt() {
        return dueAt;
    }

    /** Counts an arrived resume. Thread-safe. */
    void arrived() {
        room.release();
    }

    private void run() {
        try (KafkaProducer<byte[], byte[]> producer = clients.producer()) {
            producer.partitionsFor(topic);
            long start = System.nanoTime();
            for (int number = 0; number < dueAt.length(); number++) {
                room.acquireUninterruptibly();
                dueAt.set(number, perSecond == 0 ? System.nanoTime() : await(start, number));
                producer.send(
                        new ProducerRecord<>(topic, Resumes.key(number), resumes.value(number)),
                        (metadata, problem) -> failure.compareAndSet(null, problem));
            }
        }
    }

    private long await(long start, int number) {
        long due = start + number * (TimeUnit.SECONDS.toNanos(1) / perSecond);
        for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
            LockSupport.parkNanos(wait);
        }
        return due;
    }

    /** Waits until everything is sent. */
    void join() throws InterruptedException {
        thread.join();
        Throwable problem = failure.get();
        if (problem != null) {
            throw new IllegalStateException("a resume could not be sent", problem);
        }
    }
}
