package io.rolestream.schemas.reading;

import io.rolestream.schemas.reading.Reading.Unreadable;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * The headers of a dead letter: those of the record itself, Kafka Streams' {@code __streams.errors.*}, and Rolestream's
 * own. All but the record's are UTF-8 text of bounded length, numbers in decimal.
 */
public final class DeadLetterHeaders {
    /** Name of the exception that represents the failure. */
    public static final String EXCEPTION = "__streams.errors.exception";
    /** Description of the error, for people. */
    public static final String MESSAGE = "__streams.errors.message";
    /** Stack trace, where the service failed on the record. */
    public static final String STACK_TRACE = "__streams.errors.stacktrace";
    /** Topic of the original record. */
    public static final String TOPIC = "__streams.errors.topic";
    /** Partition of the original record. */
    public static final String PARTITION = "__streams.errors.partition";
    /** Offset of the original record. */
    public static final String OFFSET = "__streams.errors.offset";
    /** The {@link UnreadableReason#code()}. */
    public static final String REASON = "rolestream.reason";
    /** What was cut because the letter would not fit into its topic: {@code key}, {@code value}, {@code headers}. */
    public static final String TRUNCATED = "rolestream.truncated";
    /** Size of the record's value in bytes, where it was cut. */
    public static final String ORIGINAL_BYTES = "rolestream.original.bytes";
    /** SHA-256 of the record's value in hexadecimal, where it was cut. */
    public static final String ORIGINAL_SHA256 = "rolestream.original.sha256";

    /** What stays of a letter that must be cut. */
    static final List<String> ESSENTIAL =
            List.of(EXCEPTION, MESSAGE, TOPIC, PARTITION, OFFSET, REASON, TRUNCATED, ORIGINAL_BYTES, ORIGINAL_SHA256);

    private static final int MAX_MESSAGE_CHARS = 1_000;
    private static final int MAX_STACK_TRACE_CHARS = 8_000;
    private static final String UNREADABLE = Unreadable.class.getName();

    private DeadLetterHeaders() {}

    /**
     * The headers of a record that is at fault itself, hence without a stack trace.
     *
     * @param original the record's own headers, which are not changed
     */
    public static Headers of(Headers original, String topic, int partition, long offset, Unreadable<?> unreadable) {
        Headers headers = of(original, topic, partition, offset, UNREADABLE, unreadable.message());
        set(headers, REASON, unreadable.reason().code());
        return headers;
    }

    /**
     * The headers of a record that processing failed on.
     *
     * @param original the record's own headers, which are not changed
     */
    public static Headers of(Headers original, String topic, int partition, long offset, Throwable failure) {
        Headers headers = of(
                original, topic, partition, offset, failure.getClass().getName(), String.valueOf(failure.getMessage()));
        StringWriter trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace, true));
        set(headers, STACK_TRACE, clip(trace.toString(), MAX_STACK_TRACE_CHARS));
        return headers;
    }

    private static Headers of(
            Headers original, String topic, int partition, long offset, String exception, String message) {
        Headers headers = new RecordHeaders(original.toArray());
        ESSENTIAL.forEach(headers::remove); // nothing that the record claims is taken for ours
        headers.remove(STACK_TRACE);
        set(headers, EXCEPTION, exception);
        set(headers, MESSAGE, clip(message, MAX_MESSAGE_CHARS));
        set(headers, TOPIC, topic);
        set(headers, PARTITION, Integer.toString(partition));
        set(headers, OFFSET, Long.toString(offset));
        return headers;
    }

    /** Sets a header, in place of any of that name. */
    static void set(Headers headers, String name, String value) {
        headers.remove(name).add(name, value.getBytes(StandardCharsets.UTF_8));
    }

    private static String clip(String text, int maxChars) {
        return text.length() <= maxChars ? text : text.substring(0, maxChars) + "...";
    }
}
