package io.rolestream.common.loop;

import io.micrometer.core.instrument.MeterRegistry;
import io.rolestream.common.clients.Clients;
import io.rolestream.common.clients.robust.ClockSteps;
import io.rolestream.common.offsets.GoneRecords;
import io.rolestream.common.reading.TopicWatch;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads records, has a {@link Step} compute on each, and commits the results together with the offsets of their
 * origins.
 *
 * <p><b>The problem.</b> A computation takes long and is efficient only on many records at once, so that many must be
 * in flight, and they finish in any order. Yet each record must lead to its results exactly once, whichever process is
 * killed, at whatever moment.
 *
 * <p><b>The invariant.</b> For each partition, results are sent in the order of the records, and the offset that is
 * committed with them is that of the first record whose results are not among them ({@link InFlight}). So at every
 * moment, what is committed is a prefix of the partition with exactly its results. A member that its group has removed,
 * a zombie, can't commit: the offsets carry its generation.
 *
 * <p><b>Failures.</b> The answer is always the same: throw the producer away, forget what is in flight, and read again
 * from what is committed. Whether the last transaction was committed is never guessed: the next producer of the same
 * name waits until it has ended, and only then are the offsets asked for ({@link Transactions}). The same happens at
 * the start, in case a killed process left a transaction open.
 *
 * <p><b>Rebalances.</b> When partitions move to another member in order, what is computed is committed first, and the
 * next owner reads the rest. When they were lost, an open transaction that concerns them is given up
 * ({@link Rebalances}).
 *
 * <p><b>Topics that were deleted and created again.</b> Offsets are committed with the id of their topic, so that no
 * offset of the old topic is used in the new one ({@link TopicIds}). When a topic is replaced while the loop reads it
 * ({@link TopicWatch}), the loop gives up what is in flight and reads the new one from its beginning.
 *
 * <p><b>Stages overlap.</b> This thread fetches, reads and sends while the step computes on threads of its own. The
 * step is given records as long as it has room; while any fetched record waits for room, the partitions are paused
 * ({@link WorkInProgress}).
 *
 * <p><b>Threads.</b> Everything belongs to the thread that calls {@link #run}, except where said otherwise.
 */
public final class TransactionalLoop<W, T> {
    private static final Logger LOG = LoggerFactory.getLogger(TransactionalLoop.class);

    private static final Duration IDLE = Duration.ofMillis(100);
    private static final Duration BUSY = Duration.ofMillis(2);
    private static final Duration UNPREPARED = Duration.ofMillis(20);
    private static final Duration STALLED = Duration.ofMillis(5);
    private static final Duration RETRY_AFTER = Duration.ofMillis(500);

    private final LoopSettings settings;
    private final Step<W, T> step;
    private final Clients clients;
    private final MeterRegistry meters;
    private final Transactions transactions;
    private final LoopFailures failures;
    private final GoneRecords gone;
    private final ClockSteps clock = new ClockSteps();
    private final TopicIds ids = new TopicIds();
    private final TopicWatch watch;
    private volatile GroupMember member;
    private volatile Rebalances rebalances;
    private Consumer<byte[], byte[]> consumer;
    private Uncommitted<W, T> uncommitted;
    private boolean prepared;

    private final CompletableFuture<Void> working = new CompletableFuture<>();
    private volatile boolean stopping;
    private volatile long lastRound = System.nanoTime();

    /**
     * Connects to nothing yet.
     *
     * @param step is closed with the loop
     * @param meters for what the clients measure
     */
    public TransactionalLoop(Clients clients, LoopSettings settings, Step<W, T> step, MeterRegistry meters) {
        this.settings = settings;
        this.step = step;
        this.clients = clients;
        this.meters = meters;
        this.transactions = new Transactions(
                () -> clients.transactional(settings.transactionalId(), Clients.TRANSACTION_TUNING),
                settings.commitInterval(),
                meters,
                ids);
        this.failures = new LoopFailures(settings.name(), settings.group(), settings.instance(), step::isFatal);
        this.gone = new GoneRecords(settings.name(), settings.topics(), meters);
        this.watch = new TopicWatch(clients, settings.topics());
        this.member = new GroupMember(clients, settings, gone);
        this.member.measure(meters);
        this.consumer = member.consumer();
        this.uncommitted = new Uncommitted<>(consumer, step, transactions, ids);
        this.rebalances = new Rebalances(uncommitted);
    }

    /**
     * Joins the group and works until it is stopped.
     *
     * @param drainWithin how long it then finishes what is in flight, at most
     * @throws RuntimeException a failure that starting over can't help, or did not help
     */
    public void run(Duration drainWithin) throws InterruptedException {
        lastRound = System.nanoTime();
        try {
            consumer.subscribe(settings.topics(), rebalances);
            while (!stopping) {
                try {
                    round();
                } catch (WakeupException e) {
                    // stop() wakes the consumer
                } catch (RuntimeException e) {
                    startOver(e);
                }
                lastRound = System.nanoTime();
            }
            drain(System.nanoTime() + drainWithin.toNanos());
        } finally {
            watch.close();
            uncommitted.abandon();
            step.close();
        }
    }

    /** The consumer measures its heartbeats by the wall clock: after that was set back, only a new one sends any. */
    private void rejoin(Duration setBack) {
        LOG.warn("the clock was set back by {} s; the {} joins its group again", setBack.toSeconds(), settings.name());
        step.startedOver();
        uncommitted.abandon();
        GroupMember renewed = new GroupMember(clients, settings, gone);
        member.leave();
        renewed.measure(meters);
        member = renewed;
        consumer = member.consumer();
        uncommitted = new Uncommitted<>(consumer, step, transactions, ids);
        rebalances = new Rebalances(uncommitted);
        consumer.subscribe(settings.topics(), rebalances);
    }

    private void round() throws InterruptedException {
        clock.ifSetBack(this::rejoin);
        watch.start();
        Set<String> recreated = ids.change(watch.ids());
        if (!recreated.isEmpty()) {
            LOG.warn("the {} reads {} from the beginning", settings.name(), recreated);
            step.startedOver();
            uncommitted.begin(recreated);
        }
        if (uncommitted.isAbandoned()) {
            uncommitted.rewind();
        }
        prepared = step.prepare();
        if (prepared && rebalances.hasJoined()) {
            working.complete(null);
        }
        boolean paused = pauseUnlessThereIsRoom();
        ConsumerRecords<byte[], byte[]> records = consumer.poll(patience(paused));
        if (uncommitted.isAbandoned()) {
            return; // a rebalance failed meanwhile: these records come again, after those that were given up
        }
        uncommitted.add(records);
        prepared = step.prepare(); // a change during the poll applies to these records
        if (prepared) {
            uncommitted.begin();
        }
        boolean moved = uncommitted.sendComputed();
        if (prepared) {
            uncommitted.sendUnprompted();
        }
        uncommitted.commitIfDue();
        if (paused && !moved && prepared) {
            uncommitted.awaitProgress(STALLED);
        }
    }

    private boolean pauseUnlessThereIsRoom() {
        boolean pause = uncommitted.waitsForRoom() || !prepared;
        if (pause) {
            consumer.pause(consumer.assignment());
        } else {
            consumer.resume(consumer.paused());
        }
        return pause;
    }

    private Duration patience(boolean paused) {
        if (!prepared) {
            return UNPREPARED;
        }
        if (paused) {
            return Duration.ZERO;
        }
        return uncommitted.isIdle() ? IDLE : BUSY;
    }

    private void startOver(RuntimeException failure) throws InterruptedException {
        failures.tolerate(failure);
        step.startedOver();
        uncommitted.abandon();
        if (!LoopFailures.isOfARebalance(failure)) {
            Thread.sleep(RETRY_AFTER.toMillis());
        }
    }

    /** Commits what is in flight, as far as time allows. The rest is left to the next owner. */
    private void drain(long deadline) throws InterruptedException {
        try {
            uncommitted.drain(deadline);
        } catch (RuntimeException e) {
            if (!(e instanceof KafkaException) && !step.isFatal(e)) {
                throw e;
            }
            LOG.warn("the {} leaves uncommitted work to others: {}", settings.name(), e.toString());
        }
    }

    /**
     * Leaves the group, after {@link #run} or instead of it; a named member keeps its place for a restart. Doing so
     * twice does no harm.
     */
    public void leave() {
        member.leave();
    }

    /** Ends {@link #run} soon. Any thread may call this. */
    public void stop() {
        stopping = true;
        watch.close();
        member.consumer().wakeup();
    }

    /** Whether the group has assigned it partitions, or none. Any thread may ask. */
    public boolean hasJoined() {
        return rebalances.hasJoined();
    }

    /** What is wrong with the topics that it reads; null if nothing is. Any thread may ask. */
    public @Nullable String problem() {
        return watch.problem();
    }

    /** Completes when it first has joined its group while the step is prepared. */
    public CompletableFuture<Void> working() {
        return working;
    }

    /** When the last round ended, by {@link System#nanoTime}. Any thread may ask. */
    public long lastRound() {
        return lastRound;
    }
}
