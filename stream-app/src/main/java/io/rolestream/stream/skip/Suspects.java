package io.rolestream.stream.skip;

import io.rolestream.common.clients.PackedRecord;
import io.rolestream.common.clients.PartitionReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.kafka.common.TopicPartition;

/** Lists records that are larger than their topic would take if they were not compressed, or unreadable. */
final class Suspects implements PartitionReader.Visitor {
    private final TopicPartition place;
    private final int maxBytes;
    private final List<String> found = new ArrayList<>();

    /** @param maxBytes {@code max.message.bytes} of the topic */
    Suspects(TopicPartition place, int maxBytes) {
        this.place = place;
        this.maxBytes = maxBytes;
    }

    @Override
    public boolean record(PackedRecord record) {
        if (record.valueBytes() > maxBytes || !record.isWhole()) {
            found.add(String.format(
                    Locale.ROOT, "%s, offset %d: %,d bytes uncompressed", place, record.offset(), record.valueBytes()));
        }
        return true;
    }

    @Override
    public boolean unreadable(long first, long last, String problem) {
        found.add("%s, offsets %d to %d: unreadable (%s)".formatted(place, first, last, problem));
        return true;
    }

    /** @param from offset of the first record read */
    List<String> found(long from) {
        return found.isEmpty()
                ? List.of(String.format(
                        Locale.ROOT,
                        "%s: every record from offset %d is readable and has at most %,d bytes uncompressed",
                        place,
                        from,
                        maxBytes))
                : List.copyOf(found);
    }
}
