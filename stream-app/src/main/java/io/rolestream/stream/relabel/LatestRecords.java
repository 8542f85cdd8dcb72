package io.rolestream.stream.relabel;

import io.rolestream.schemas.resume.ResumeHeaders;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * The latest record of each resume in one partition. A copy of a record that a newer one has superseded does not count:
 * the topology has ignored it, and would ignore a copy of it.
 */
final class LatestRecords {
    private final IdTable offsets = new IdTable();
    /** Where the latest record is a copy, the offset of its original. */
    private final IdTable originals = new IdTable();

    /**
     * Takes the next record.
     *
     * @param selected whether the resume is selected if this is its latest record
     */
    void note(ConsumerRecord<byte[], byte[]> record, boolean selected) {
        byte[] id = record.key();
        OptionalLong original = ResumeHeaders.originalOffset(record.headers(), record.offset());
        if (original.isPresent() && original.getAsLong() < newestOriginal(id)) {
            return;
        }
        if (selected) {
            offsets.put(id, record.offset());
        } else {
            offsets.remove(id);
        }
        if (selected && original.isPresent()) {
            originals.put(id, original.getAsLong());
        } else {
            originals.remove(id);
        }
    }

    /** The offsets of the selected resumes' latest records, ascending. */
    long[] offsets() {
        return offsets.numbers().sorted().toArray();
    }

    private long newestOriginal(byte[] id) {
        long original = originals.get(id);
        return original == IdTable.NONE ? offsets.get(id) : original;
    }
}
