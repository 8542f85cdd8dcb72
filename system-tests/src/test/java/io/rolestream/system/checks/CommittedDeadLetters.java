package io.rolestream.system.checks;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** The records that can't be read, each of which calls for one dead letter with the same bytes that names its place. */
public final class CommittedDeadLetters {
    private final Map<String, Long> checksums = new HashMap<>();
    private final Set<String> seen = new HashSet<>();

    /** Takes in a record of {@code resumes} that can't be read. */
    public void expect(ConsumerRecord<byte[], byte[]> unreadable) {
        checksums.put(place(unreadable.topic(), unreadable.partition(), unreadable.offset()), checksum(unreadable));
    }

    /** Takes in a record of {@code resumes-dlq}. */
    public void arrived(ConsumerRecord<byte[], byte[]> letter, Findings findings) {
        String place = place(
                header(letter, "__streams.errors.topic"),
                header(letter, "__streams.errors.partition"),
                header(letter, "__streams.errors.offset"));
        Long checksum = checksums.get(place);
        if (checksum == null) {
            findings.unexpected.add(place + ": dead letter of a record that can be read");
        } else if (!seen.add(place)) {
            findings.duplicated.add(place + ": dead letter");
        } else if (checksum != checksum(letter)) {
            findings.wrong.add(place + ": dead letter with other bytes");
        } else if (header(letter, "rolestream.reason") == null) {
            findings.wrong.add(place + ": dead letter without a reason");
        }
    }

    /** Looks for what never came. */
    public void end(Findings findings) {
        checksums.keySet().stream()
                .filter(place -> !seen.contains(place))
                .sorted()
                .forEach(place -> findings.missing.add(place + ": dead letter"));
    }

    private static String place(@Nullable Object topic, @Nullable Object partition, @Nullable Object offset) {
        return topic + "-" + partition + "@" + offset;
    }

    private static @Nullable String header(ConsumerRecord<byte[], byte[]> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }

    private static long checksum(ConsumerRecord<byte[], byte[]> record) {
        CRC32 crc = new CRC32();
        for (byte[] bytes : new byte[][] {record.key(), record.value()}) {
            crc.update(bytes == null ? 0 : 1);
            crc.update(bytes == null ? new byte[0] : bytes);
        }
        return crc.getValue();
    }
}
