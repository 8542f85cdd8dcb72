package io.rolestream.common.clients;

import io.rolestream.common.service.CommandFailedException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.common.message.FetchResponseData.AbortedTransaction;
import org.apache.kafka.common.message.FetchResponseData.PartitionData;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.record.internal.DefaultRecordBatch;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.apache.kafka.common.utils.BufferSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads the committed records of a partition in bounded memory, where Kafka's consumer allocates whatever a record
 * claims to be: a batch of 29 KB may hold a record of 300 MB.
 */
public final class PartitionReader implements AutoCloseable {
    private static final long RETRY_NANOS = 50_000_000;

    private final BatchConnection connection;

    PartitionReader(BatchConnection connection) {
        this.connection = connection;
    }

    /** Takes what is read; false stops. */
    public interface Visitor {
        boolean record(PackedRecord record);

        /** The records of these offsets cannot be read, as consumers cannot either. */
        boolean unreadable(long first, long last, String problem);
    }

    /**
     * Reads until the visitor stops or the end is reached.
     *
     * @param from offset of the first record
     * @param end offset behind the last one, committed
     */
    public void read(long from, long end, Visitor visitor) {
        long next = from;
        while (next < end) {
            PartitionData fetched = connection.fetch(next);
            AbortedTransactions aborted = new AbortedTransactions(fetched.abortedTransactions());
            long before = next;
            for (RecordBatch batch : ((MemoryRecords) fetched.records()).batches()) {
                if (batch.lastOffset() >= next && aborted.isVisible(batch) && !visit(batch, next, end, visitor)) {
                    return;
                }
                next = Math.max(next, batch.nextOffset());
            }
            if (next == before) {
                LockSupport.parkNanos(RETRY_NANOS); // a quota may have emptied the answer
            }
        }
    }

    private static boolean visit(RecordBatch batch, long from, long end, Visitor visitor) {
        long next = from;
        try {
            batch.ensureValid();
            DefaultRecordBatch packed = (DefaultRecordBatch) batch;
            boolean appendTime = batch.timestampType() == TimestampType.LOG_APPEND_TIME;
            try (InputStream records = packed.recordInputStream(BufferSupplier.NO_CACHING)) {
                for (int left = packed.countOrNull(); left > 0; left--) {
                    PackedRecord record = PackedRecord.read(
                            records,
                            batch.baseOffset(),
                            appendTime ? batch.maxTimestamp() : packed.baseTimestamp(),
                            appendTime);
                    if (record.offset() >= end) {
                        return false;
                    }
                    if (record.offset() >= from && !visitor.record(record)) {
                        return false;
                    }
                    next = Math.max(next, record.offset() + 1);
                }
            }
            return true;
        } catch (CommandFailedException e) {
            throw e; // the visitor's own
        } catch (IOException | RuntimeException e) {
            return visitor.unreadable(next, batch.lastOffset(), String.valueOf(e.getMessage()));
        }
    }

    /** Tells committed batches from aborted ones within one answer, as Kafka's consumer does. */
    private static final class AbortedTransactions {
        private final Deque<AbortedTransaction> coming;
        private final Set<Long> producers = new HashSet<>();

        AbortedTransactions(@Nullable List<AbortedTransaction> transactions) {
            coming = new ArrayDeque<>(
                    transactions == null
                            ? List.of()
                            : transactions.stream()
                                    .sorted(Comparator.comparingLong(AbortedTransaction::firstOffset))
                                    .toList());
        }

        boolean isVisible(RecordBatch batch) {
            while (!coming.isEmpty() && coming.element().firstOffset() <= batch.lastOffset()) {
                producers.add(coming.remove().producerId());
            }
            if (batch.isControlBatch()) {
                producers.remove(batch.producerId()); // the transaction has ended
                return false;
            }
            return !(batch.isTransactional() && producers.contains(batch.producerId()));
        }
    }

    @Override
    public void close() {
        connection.close();
    }
}
