package io.rolestream.schemas.resume;

import io.rolestream.schemas.resume.Reading.Unreadable;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * The headers of a dead letter: those of the record itself, Kafka Streams' {@code __streams.errors.*}, and Rolestream's
 * reason code. All are UTF-8 text, numbers in decimal. There is no stack trace: the fault is in the record, not in the
 * code.
 */
public final class DeadLetterHeaders {
    /** Name of the exception that represents the failure. */
    public static final String EXCEPTION = "__streams.errors.exception";
    /** Description of the error, for people. */
    public static final String MESSAGE = "__streams.errors.message";
    /** Topic of the original record. */
    public static final String TOPIC = "__streams.errors.topic";
    /** Partition of the original record. */
    public static final String PARTITION = "__streams.errors.partition";
    /** Offset of the original record. */
    public static final String OFFSET = "__streams.errors.offset";
    /** The {@link UnreadableReason#code()}. */
    public static final String REASON = "rolestream.reason";

    private static final String UNREADABLE = Unreadable.class.getName();

    private DeadLetterHeaders() {}

    /**
     * The headers for one dead letter.
     *
     * @param original the record's own headers, which are not changed
     */
    public static Headers of(Headers original, String topic, int partition, long offset, Unreadable unreadable) {
        Headers headers = new RecordHeaders(original.toArray());
        set(headers, EXCEPTION, UNREADABLE);
        set(headers, MESSAGE, unreadable.message());
        set(headers, TOPIC, topic);
        set(headers, PARTITION, Integer.toString(partition));
        set(headers, OFFSET, Long.toString(offset));
        set(headers, REASON, unreadable.reason().code());
        return headers;
    }

    private static void set(Headers headers, String name, String value) {
        headers.remove(name).add(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
