package io.rolestream.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.rolestream.common.loop.Next;
import io.rolestream.common.loop.Step;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Writes values in upper case, in any order, to the partition that they came from. Some values ask for trouble by their
 * name.
 */
final class UpperCaseStep implements Step<String, String> {
    private static final int CAPACITY = 50;

    private final String out;
    private final Random random = new Random(7);
    private final ScheduledExecutorService computing = Executors.newScheduledThreadPool(2);
    private final AtomicInteger inFlight = new AtomicInteger();
    private final AtomicInteger read = new AtomicInteger();
    private final AtomicInteger startedOver = new AtomicInteger();
    private final Set<String> failedOnce = ConcurrentHashMap.newKeySet();
    private volatile boolean prepared = true;
    private volatile boolean stuck;

    /** @param out the topic to write to */
    UpperCaseStep(String out) {
        this.out = out;
    }

    static String upperCase(String value) {
        return value.toUpperCase(Locale.ROOT);
    }

    void prepared(boolean is) {
        prepared = is;
    }

    void getStuck() {
        stuck = true;
    }

    int read() {
        return read.get();
    }

    int failures() {
        return startedOver.get();
    }

    void awaitComputing(int values) throws InterruptedException {
        while (inFlight.get() < values) {
            TimeUnit.MILLISECONDS.sleep(10);
        }
    }

    @Override
    public boolean prepare() {
        return prepared;
    }

    @Override
    public boolean hasRoom() {
        return inFlight.get() < CAPACITY;
    }

    @Override
    public Next<String> read(ConsumerRecord<byte[], byte[]> record) {
        read.incrementAndGet();
        String value = new String(record.value(), UTF_8);
        return value.equals("skip") ? Next.skip() : new Next.Compute<>(value);
    }

    @Override
    public CompletableFuture<String> compute(String value) {
        inFlight.incrementAndGet();
        CompletableFuture<String> result = new CompletableFuture<>();
        computing.schedule(() -> finish(value, result), random.nextInt(10), TimeUnit.MILLISECONDS);
        return result;
    }

    private void finish(String value, CompletableFuture<String> result) {
        if (stuck) {
            return;
        }
        inFlight.decrementAndGet();
        boolean fails = value.equals("poison")
                || value.equals("fatal")
                || ((value.equals("again") || value.equals("crash")) && failedOnce.add(value));
        if (fails) {
            result.completeExceptionally(new IllegalStateException(value));
        } else {
            result.complete(upperCase(value));
        }
    }

    @Override
    public List<ProducerRecord<byte[], byte[]>> records(
            ConsumerRecord<byte[], byte[]> record, String value, String result) {
        return List.of(new ProducerRecord<>(out, record.partition(), record.key(), result.getBytes(UTF_8)));
    }

    @Override
    public Next<String> onFailure(ConsumerRecord<byte[], byte[]> record, String value, Throwable failure) {
        return switch (value) {
            case "again" -> new Next.Compute<>(value);
            case "poison" -> new Next.Send<>(records(record, value, "dead: " + value));
            default -> throw new IllegalStateException(value, failure);
        };
    }

    @Override
    public boolean isFatal(RuntimeException failure) {
        return "fatal".equals(failure.getMessage());
    }

    @Override
    public void startedOver() {
        startedOver.incrementAndGet();
    }

    @Override
    public void close() {
        computing.shutdownNow();
    }
}
