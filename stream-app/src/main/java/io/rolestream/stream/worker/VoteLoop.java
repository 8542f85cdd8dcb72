package io.rolestream.stream.worker;

import io.rolestream.events.Vote;
import io.rolestream.schemas.registry.SchemaRegistryUnavailableException;
import io.rolestream.schemas.resume.ReadableResume;
import io.rolestream.schemas.resume.Reading;
import io.rolestream.schemas.resume.ResumeReader;
import io.rolestream.schemas.resume.UnreadableReason;
import io.rolestream.stream.worker.ModelVotes.Reason;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads resumes, submits them to the model, and commits votes and offsets together.
 *
 * <p><b>The stages overlap.</b> This thread polls, reads, tokenizes and sends; the model computes on its own threads.
 * The model is given more than it can compute at a time ({@link VotingModel#isFull}), so that it never idles while
 * there is a backlog, but no more: the rest stays in {@code backlog}, and while that is not empty the partitions are
 * paused.
 *
 * <p><b>Exactly once.</b> For each partition, votes are sent in the order of the resumes, and the offset committed
 * with them is that of the first resume without a vote. The model may finish votes in any order; {@link InFlight}
 * keeps those that have to wait. A zombie, a member that its group has removed, cannot commit, because offsets carry
 * its generation. After any failure, the reaction is the same: close the producer, discard what is in flight, and
 * read again from the committed offsets. The committed offsets are read only after a new producer with the same
 * transactional id has waited for the last transaction to end, so they are never guessed.
 *
 * <p><b>Rebalances.</b> When partitions are revoked in order, finished votes are committed first, and the rest is
 * left to the next owner. When they were lost, an open transaction with their votes is aborted.
 *
 * <p><b>The swap.</b> A new model is used from one resume to the next. The old one finishes its work while the new
 * one begins, and is closed on another thread; so no vote waits for a swap.
 *
 * <p>Everything here belongs to the thread that calls {@link #run}, unless stated otherwise.
 */
final class VoteLoop implements ConsumerRebalanceListener {
    private static final Logger LOG = LoggerFactory.getLogger(VoteLoop.class);

    private static final Duration IDLE = Duration.ofMillis(100);
    private static final Duration BUSY = Duration.ofMillis(2);
    private static final Duration UNSETTLED = Duration.ofMillis(20);
    private static final long STALLED_MILLIS = 5;
    private static final long MOST_BYTES_IN_FLIGHT = 64 << 20;
    private static final Duration RETRY_AFTER = Duration.ofMillis(500);

    private final Consumer<byte[], byte[]> consumer;
    private final VoteTransactions transactions;
    private final ResumeReader reader;
    private final ModelSupply supply;
    private final WorkerIdentity identity;
    private final WorkerMeters meters;
    private final WorkerFailures failures;
    private final Executor closer;

    private final Queue<ConsumerRecord<byte[], byte[]>> backlog = new ArrayDeque<>();
    private final InFlight inFlight = new InFlight();
    private final Semaphore progress = new Semaphore(0);
    private final Map<TopicPartition, Long> readFrom = new HashMap<>();
    private @Nullable VotingModel model;
    /** At first as well: what a process of the same name has left open is ended before its offsets are asked for. */
    private boolean mustRewind = true;

    private boolean modelIsGone;
    private boolean settled;

    private final CompletableFuture<Void> settledOnce = new CompletableFuture<>();
    private volatile boolean stopping;
    private volatile boolean joined;
    private volatile boolean hasModel;
    private volatile long steppedAt = System.nanoTime();

    /**
     * @param consumer subscribed, with this as its listener
     * @param closer where models that are not needed any more are closed, which may take a while
     */
    VoteLoop(
            Consumer<byte[], byte[]> consumer,
            VoteTransactions transactions,
            ResumeReader reader,
            ModelSupply supply,
            WorkerIdentity identity,
            WorkerMeters meters,
            WorkerFailures failures,
            Executor closer) {
        this.consumer = consumer;
        this.transactions = transactions;
        this.reader = reader;
        this.supply = supply;
        this.identity = identity;
        this.meters = meters;
        this.failures = failures;
        this.closer = closer;
    }

    /**
     * Works until stopped.
     *
     * @param finishWithin maximum time to finish what has begun, after the stop
     * @throws RuntimeException a failure after which it cannot continue
     */
    void run(Duration finishWithin) throws InterruptedException {
        try {
            while (!stopping) {
                try {
                    step();
                } catch (WakeupException e) {
                    // stop() wakes this thread
                } catch (RuntimeException e) {
                    startOver(e);
                }
                steppedAt = System.nanoTime();
            }
            finish(finishWithin);
        } finally {
            abandon();
            takeModel(null);
        }
    }

    private void step() throws InterruptedException {
        if (mustRewind) {
            rewind();
        }
        settled = supply.isSettled(); // checked first: the thread that completes it has offered the model before
        takeOfferedModel();
        if (settled && joined) {
            settledOnce.complete(null);
        }
        boolean stalled = pauseWhereStalled();
        ConsumerRecords<byte[], byte[]> records = consumer.poll(patience(stalled));
        if (mustRewind) {
            return; // a rebalance in between failed; these records come again, after those that were discarded
        }
        for (ConsumerRecord<byte[], byte[]> record : records) {
            readFrom.putIfAbsent(InFlight.partition(record), record.offset());
            backlog.add(record);
        }
        takeOfferedModel(); // it may have come while there was nothing to vote on
        submit();
        boolean moved = inFlight.takeSettled(this::send);
        boolean nothingWaits = inFlight.isEmpty() && backlog.isEmpty();
        if (transactions.isDue() || (transactions.hasWork() && nothingWaits)) {
            commit();
        }
        if (stalled && !moved && settled) {
            awaitProgress();
        }
    }

    private void takeOfferedModel() {
        ModelSupply.Change change = supply.poll();
        if (change != null) {
            takeModel(change.model());
        }
    }

    private boolean pauseWhereStalled() {
        boolean stalled = !backlog.isEmpty() || !settled;
        if (stalled) {
            consumer.pause(consumer.assignment());
        } else {
            consumer.resume(consumer.paused());
        }
        return stalled;
    }

    private Duration patience(boolean stalled) {
        if (!settled) {
            return UNSETTLED;
        }
        if (stalled) {
            return Duration.ZERO;
        }
        return inFlight.isEmpty() && !transactions.hasWork() ? IDLE : BUSY;
    }

    private void awaitProgress() throws InterruptedException {
        if (progress.tryAcquire(STALLED_MILLIS, TimeUnit.MILLISECONDS)) {
            progress.drainPermits();
        }
    }

    /** Hands resumes to the model, as long as it has room. */
    private void submit() throws InterruptedException {
        while (!backlog.isEmpty() && settled && hasRoom()) {
            ConsumerRecord<byte[], byte[]> record = backlog.element();
            Reading reading;
            try {
                reading = reader.read(record.topic(), record.key(), record.value(), record.timestamp());
            } catch (SchemaRegistryUnavailableException e) {
                LOG.warn("the schema registry does not answer; trying again: {}", e.getMessage());
                Thread.sleep(RETRY_AFTER.toMillis());
                return;
            }
            backlog.remove();
            if (reading instanceof Reading.Readable readable) {
                ReadableResume resume = readable.resume();
                inFlight.add(new InFlight.Entry(record, resume, vote(resume)));
            } else {
                inFlight.add(new InFlight.Entry(record)); // the labelling service dead-letters it, or forgets
            }
        }
    }

    private boolean hasRoom() {
        return inFlight.bytes() < MOST_BYTES_IN_FLIGHT && (model == null || !model.isFull());
    }

    private CompletableFuture<Vote> vote(ReadableResume resume) throws InterruptedException {
        if (model == null) {
            return CompletableFuture.completedFuture(ModelVotes.abstention(identity.labeller(), "", Reason.NO_MODEL));
        }
        CompletableFuture<Vote> vote = model.vote(resume.judgedText());
        return vote.whenComplete((result, failure) -> progress.release());
    }

    /** Sends what has become of a record; false where its resume was handed to another model instead. */
    private boolean send(InFlight.Entry entry) {
        CompletableFuture<Vote> vote = entry.vote();
        ReadableResume resume = entry.resume();
        if (vote != null && resume != null) {
            try {
                Vote made;
                try {
                    made = vote.get();
                } catch (ExecutionException e) {
                    return onFailure(entry, resume, cause(e));
                }
                transactions.vote(entry.record(), resume, made);
                meters.voted(made);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        transactions.read(entry.record());
        return true;
    }

    private boolean onFailure(InFlight.Entry entry, ReadableResume resume, Throwable failure)
            throws InterruptedException {
        if (failure instanceof ModelGoneException gone) {
            if (gone.broken()) {
                throw gone;
            }
            if (stopping) {
                modelIsGone = true;
            } else {
                entry.retry(vote(resume));
            }
            return false;
        }
        LOG.warn(
                "the model fails on {}-{}@{}, which becomes a dead letter: {}",
                entry.record().topic(),
                entry.record().partition(),
                entry.record().offset(),
                failure.toString());
        Vote abstention = ModelVotes.abstention(identity.labeller(), modelVersion(), Reason.FAILED);
        transactions.vote(entry.record(), resume, abstention);
        transactions.deadLetter(
                entry.record(),
                new Reading.Unreadable(
                        UnreadableReason.INFERENCE_FAILED, "The model " + modelVersion() + " fails on it: " + failure));
        transactions.read(entry.record());
        meters.voted(abstention);
        meters.deadLettered();
        return true;
    }

    private static Throwable cause(Throwable failure) {
        Throwable cause = failure.getCause();
        boolean wrapper = failure instanceof ExecutionException || failure instanceof CompletionException;
        return wrapper && cause != null ? cause(cause) : failure;
    }

    private String modelVersion() {
        return model == null ? "" : model.version();
    }

    private void commit() {
        transactions.commit(consumer.groupMetadata());
        meters.committed();
    }

    private void takeModel(@Nullable VotingModel next) {
        VotingModel previous = model;
        model = next;
        hasModel = next != null;
        if (previous != null) {
            closer.execute(previous::close);
        }
        if (next != null) {
            meters.swapped();
        }
    }

    /** Handles any failure: discards what is in flight and reads again from the committed offsets. */
    private void startOver(RuntimeException failure) throws InterruptedException {
        failures.tolerate(failure);
        meters.startedOver();
        abandon();
        if (!WorkerFailures.isOfARebalance(failure)) {
            Thread.sleep(RETRY_AFTER.toMillis());
        }
    }

    private void abandon() {
        transactions.abandon();
        inFlight.clear();
        backlog.clear();
        mustRewind = true;
    }

    /** Reads on from what is committed or, where nothing is, from where this worker began. */
    private void rewind() {
        transactions.connect();
        Map<TopicPartition, OffsetAndMetadata> committed = consumer.committed(consumer.assignment());
        committed.forEach((partition, offset) -> {
            Long began = readFrom.get(partition);
            if (offset != null) {
                consumer.seek(partition, offset);
            } else if (began != null) {
                consumer.seek(partition, began);
            }
        });
        mustRewind = false;
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
        joined = true;
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
        try {
            inFlight.takeSettled(this::send);
            if (transactions.hasWork()) {
                commit();
            }
        } catch (KafkaException e) {
            LOG.warn("discarding the votes on partitions that other workers take over: {}", e.toString());
            abandon();
        }
        forget(partitions);
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
        LOG.warn("the group has removed this worker and given its partitions to others: {}", partitions);
        if (transactions.concerns(partitions)) {
            abandon();
        }
        forget(partitions);
    }

    private void forget(Collection<TopicPartition> partitions) {
        inFlight.drop(partitions);
        backlog.removeIf(record -> partitions.contains(InFlight.partition(record)));
        readFrom.keySet().removeAll(partitions);
    }

    /** Finishes the votes in flight, as far as time allows, and commits. The next owner does the rest. */
    private void finish(Duration within) throws InterruptedException {
        long end = System.nanoTime() + within.toNanos();
        try {
            while (!inFlight.isEmpty() && !modelIsGone && !mustRewind && System.nanoTime() < end) {
                inFlight.takeSettled(this::send);
                awaitProgress();
            }
            if (transactions.hasWork()) {
                commit();
            }
        } catch (KafkaException | ModelGoneException e) {
            LOG.warn("leaving unfinished resumes to other workers: {}", e.toString());
        }
    }

    /** Ends {@link #run} soon. Any thread may call this. */
    void stop() {
        stopping = true;
        consumer.wakeup();
    }

    /** Whether the group has assigned partitions, possibly none. Any thread may ask. */
    boolean hasJoined() {
        return joined;
    }

    /** Completes when partitions (possibly none) are assigned and the model to vote is known. */
    CompletableFuture<Void> settled() {
        return settledOnce;
    }

    /** Whether a model votes. Any thread may ask. */
    boolean hasModel() {
        return hasModel;
    }

    /** When it last came round, by {@link System#nanoTime}. Any thread may ask. */
    long steppedAt() {
        return steppedAt;
    }
}
