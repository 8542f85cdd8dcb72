package io.rolestream.stream.worker;

import io.rolestream.events.RoleScore;
import io.rolestream.events.Vote;
import io.rolestream.rules.role.Taxonomy;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A model that does as it is told: takes its time, finishes in any order, fails on some texts, gets stuck, breaks. */
final class ScriptedModel implements VotingModel {
    static final String ROLE = "Cloud Engineer";
    static final String POISON = "poison";
    private static final int OTHER_ROLES = Taxonomy.standard().size() - 1;

    private final String version;
    private final int capacity;
    private final int maxMillis;
    private final Random random = new Random(7);
    private final ScheduledExecutorService device = Executors.newScheduledThreadPool(2);
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicInteger mostWaiting = new AtomicInteger();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile boolean stuck;
    private volatile boolean broken;

    /**
     * @param capacity when it is full
     * @param maxMillis the longest time that a vote takes
     */
    ScriptedModel(String version, int capacity, int maxMillis) {
        this.version = version;
        this.capacity = capacity;
        this.maxMillis = maxMillis;
    }

    ScriptedModel(String version) {
        this(version, 200, 10);
    }

    void getStuck() {
        stuck = true;
    }

    void breakDown() {
        broken = true;
    }

    int mostWaiting() {
        return mostWaiting.get();
    }

    boolean awaitClosed() throws InterruptedException {
        return closed.await(20, TimeUnit.SECONDS);
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
    public CompletableFuture<Vote> vote(String text) {
        mostWaiting.accumulateAndGet(waiting.incrementAndGet(), Math::max);
        CompletableFuture<Vote> result = new CompletableFuture<>();
        device.schedule(() -> finish(text, result), random.nextInt(maxMillis + 1), TimeUnit.MILLISECONDS);
        return result;
    }

    private void finish(String text, CompletableFuture<Vote> result) {
        if (stuck) {
            return;
        }
        waiting.decrementAndGet();
        if (broken) {
            result.completeExceptionally(new ModelGoneException(true, new IllegalStateException("no device")));
        } else if (text.contains(POISON)) {
            result.completeExceptionally(new IllegalArgumentException("cannot be computed"));
        } else {
            result.complete(Vote.newBuilder()
                    .setLabeller("roberta")
                    .setLabellerVersion(version)
                    .setRole(ROLE)
                    .setConfidence(0.9f)
                    .setScores(List.of(new RoleScore(ROLE, -0.1f)))
                    .setUnlistedRoles(OTHER_ROLES)
                    .setUnlistedScore((float) Math.log(0.1 / OTHER_ROLES))
                    .setVotedAt(Instant.now())
                    .build());
        }
    }

    @Override
    public void close() {
        device.shutdown(); // what is scheduled is still done
        try {
            device.awaitTermination(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        closed.countDown();
    }
}
