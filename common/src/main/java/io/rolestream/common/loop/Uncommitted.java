package io.rolestream.common.loop;

import java.time.Duration;
import java.util.Collection;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * All that has been read and is not committed: it is committed together, or abandoned together and read again. For the
 * loop's thread.
 */
final class Uncommitted<W, T> {
    private final Consumer<byte[], byte[]> consumer;
    private final Step<W, T> step;
    private final Transactions transactions;
    private final TopicIds ids;
    private final WorkInProgress<W, T> work;
    private final ReadPositions positions = new ReadPositions();
    private boolean abandoned = true;

    Uncommitted(Consumer<byte[], byte[]> consumer, Step<W, T> step, Transactions transactions, TopicIds ids) {
        this.consumer = consumer;
        this.step = step;
        this.transactions = transactions;
        this.ids = ids;
        this.work = new WorkInProgress<>(step, transactions);
    }

    /**
     * Whether it was abandoned, and not read again yet. At the start as well: a process of the same name may have left
     * work.
     */
    boolean isAbandoned() {
        return abandoned;
    }

    /** Gives everything up. Never waits. */
    void abandon() {
        transactions.abandon();
        work.clear();
        step.abandoned();
        abandoned = true;
    }

    /** Reads again from what is committed, once the last transaction has ended. */
    void rewind() {
        transactions.connect();
        positions.rewind(consumer, ids);
        abandoned = false;
    }

    /** Gives everything up, and reads topics that were deleted and created again from their beginning. */
    void begin(Set<String> recreated) {
        abandon();
        positions.begin(consumer, recreated);
    }

    /** Partitions come to this member. */
    void assigned(Collection<TopicPartition> partitions) {
        positions.assigned(consumer, partitions, ids);
        step.assigned(partitions);
    }

    void add(Iterable<ConsumerRecord<byte[], byte[]>> records) {
        for (ConsumerRecord<byte[], byte[]> record : records) {
            positions.read(record);
            work.add(record);
        }
    }

    /** Begins to compute on what was read, as long as the step has room. */
    void begin() throws InterruptedException {
        work.begin();
    }

    /**
     * Sends what is computed.
     *
     * @return whether there was anything
     */
    boolean sendComputed() {
        return work.sendComputed();
    }

    /** Sends what is due by itself, if nothing else is to be done: then all that was read is committed. */
    void sendUnprompted() throws InterruptedException {
        if (work.isEmpty() && !transactions.hasWork()) {
            step.unprompted().forEach((partition, records) -> {
                if (!records.isEmpty() && consumer.assignment().contains(partition)) {
                    transactions.add(partition, consumer.position(partition), records);
                }
            });
        }
    }

    /** Commits what is sent if it has waited for as long as it may, or there is nothing to wait for. */
    void commitIfDue() {
        if (transactions.isDue() || (transactions.hasWork() && work.isEmpty())) {
            commit();
        }
    }

    /** Commits all that is computed; the rest stays. */
    void commitComputed() {
        work.sendComputed();
        commitSent();
    }

    /**
     * Commits all that is computed in time; the rest is left to the next owner.
     *
     * @param deadline by {@link System#nanoTime}
     */
    void drain(long deadline) throws InterruptedException {
        if (!abandoned) {
            work.drain(deadline);
        }
        commitSent();
    }

    private void commitSent() {
        if (transactions.hasWork()) {
            commit();
        }
    }

    private void commit() {
        transactions.commit(consumer.groupMetadata());
        step.committed();
    }

    /** Whether what is sent concerns any of these partitions. */
    boolean concerns(Collection<TopicPartition> partitions) {
        return transactions.concerns(partitions);
    }

    /** Lets go of partitions that others own now. */
    void forget(Collection<TopicPartition> partitions) {
        work.forget(partitions);
        positions.forget(partitions);
        step.revoked(partitions);
    }

    /** Whether records wait until the step has room. */
    boolean waitsForRoom() {
        return work.hasBacklog();
    }

    /** Whether nothing is computed on, and nothing waits to be committed. */
    boolean isIdle() {
        return work.nothingInFlight() && !transactions.hasWork();
    }

    /** Waits for a moment, or until a computation has finished. */
    void awaitProgress(Duration atMost) throws InterruptedException {
        work.awaitProgress(atMost);
    }
}
