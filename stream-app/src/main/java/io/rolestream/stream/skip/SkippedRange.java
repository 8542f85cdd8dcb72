package io.rolestream.stream.skip;

import io.rolestream.common.clients.PackedRecord;
import io.rolestream.common.clients.PartitionReader;
import io.rolestream.common.service.CommandFailedException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Collects the record to skip, and what is to be sent again: records before it that some group has still to read, and
 * later records of the same keys, so that these stay the newest.
 */
final class SkippedRange implements PartitionReader.Visitor {
    private static final long MOST_BYTES = 64L << 20;
    private static final int MOST_RECORDS = 10_000;

    private final long offset;
    private final List<PackedRecord> again = new ArrayList<>();
    private final Set<ByteBuffer> keys = new HashSet<>();
    private long bytes;
    private @Nullable PackedRecord record;
    private @Nullable String problem;

    /** @param offset of the record to skip */
    SkippedRange(long offset) {
        this.offset = offset;
    }

    @Override
    public boolean record(PackedRecord read) {
        ByteBuffer key = read.key() == null ? null : ByteBuffer.wrap(read.key());
        if (read.offset() < offset) {
            if (!read.isWhole()) {
                throw new CommandFailedException(("the record at offset %d is too large as well, and has not been read"
                                + " by every group: skip it first")
                        .formatted(read.offset()));
            }
            if (key != null) {
                keys.add(key);
            }
            add(read);
        } else if (read.offset() == offset) {
            record = read;
        } else if (keys.contains(key) && read.isWhole()) {
            add(read);
        }
        return read.offset() < offset || !again.isEmpty();
    }

    private void add(PackedRecord read) {
        again.add(read);
        bytes += read.valueBytes();
        if (again.size() > MOST_RECORDS || bytes > MOST_BYTES) {
            throw new CommandFailedException(("more than %d records or %d MiB before offset %d have not been read by"
                            + " every group: have the services read them first, with kafka.consumer.max.poll.records=1")
                    .formatted(MOST_RECORDS, MOST_BYTES >> 20, offset));
        }
    }

    @Override
    public boolean unreadable(long first, long last, String why) {
        if (last < offset) {
            throw new CommandFailedException(
                    "the records at offsets %d to %d are unreadable as well (%s), and have not been read by every group:"
                                    .formatted(first, last, why)
                            + " skip them first");
        }
        if (first <= offset) {
            problem = why;
        }
        return !again.isEmpty();
    }

    /** The record to skip; null if there is none, or it is unreadable. */
    @Nullable
    PackedRecord record() {
        return record;
    }

    /** Why the record is unreadable; null if it is not. */
    @Nullable
    String problem() {
        return problem;
    }

    /** What is to be sent again, in order. */
    List<PackedRecord> again() {
        return List.copyOf(again);
    }
}
