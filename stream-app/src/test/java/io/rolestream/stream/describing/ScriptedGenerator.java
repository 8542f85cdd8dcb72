package io.rolestream.stream.describing;

import io.rolestream.events.DescriptionOutcome;
import io.rolestream.matching.profile.EmbeddedText;
import io.rolestream.matching.profile.Profile;
import io.rolestream.stream.worker.ModelGoneException;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A generator that does as it is told: takes its time, finishes in any order, fails on some resumes, breaks. */
final class ScriptedGenerator implements DescribingModel {
    static final String NAME = "scripted";
    static final String POISON = "poison";
    static final int TOKENS = 8;

    private final String version;
    private final int capacity;
    private final Random random = new Random(7);
    private final ScheduledExecutorService device = Executors.newScheduledThreadPool(2);
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicInteger mostWaiting = new AtomicInteger();
    private final AtomicInteger cancelled = new AtomicInteger();
    private volatile int maxMillis = 10;
    private volatile boolean broken;

    /** @param capacity when it is full */
    ScriptedGenerator(String version, int capacity) {
        this.version = version;
        this.capacity = capacity;
    }

    void breakDown() {
        broken = true;
    }

    void slowDown(int millis) {
        maxMillis = millis;
    }

    int mostWaiting() {
        return mostWaiting.get();
    }

    /** How many descriptions were cancelled. */
    int cancelled() {
        return cancelled.get();
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String version() {
        return version;
    }

    @Override
    public boolean isFull() {
        return waiting.get() >= capacity;
    }

    @Override
    public CompletableFuture<Draft> describe(Profile profile) {
        String resume = EmbeddedText.of(profile);
        long seed = resume.hashCode();
        mostWaiting.accumulateAndGet(waiting.incrementAndGet(), Math::max);
        CompletableFuture<Draft> result = new CompletableFuture<>();
        var unused = result.whenComplete((draft, failure) -> {
            if (result.isCancelled()) {
                cancelled.incrementAndGet();
            }
        });
        device.schedule(() -> finish(resume, seed, result), random.nextInt(maxMillis + 1), TimeUnit.MILLISECONDS);
        return result;
    }

    private void finish(String resume, long seed, CompletableFuture<Draft> result) {
        waiting.decrementAndGet();
        if (broken) {
            result.completeExceptionally(new ModelGoneException(true, new IllegalStateException("no device")));
        } else if (resume.contains(POISON)) {
            result.completeExceptionally(new IllegalArgumentException("cannot be computed"));
        } else {
            String text = "Wanted: " + resume + " " + seed;
            result.complete(new Draft(DescriptionOutcome.FINISHED, text, TOKENS, NAME, version, seed));
        }
    }

    @Override
    public void close() {
        device.shutdown(); // what is scheduled is still done
    }
}
