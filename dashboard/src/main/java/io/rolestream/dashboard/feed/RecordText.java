package io.rolestream.dashboard.feed;

import io.rolestream.schemas.reading.DeadLetterHeaders;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/** Keys and headers as texts, whatever their lengths. */
final class RecordText {
    private static final int MAX_ID_CHARS = 256;
    private static final int MAX_MESSAGE_CHARS = 500;

    private RecordText() {}

    /** Empty without a key. */
    static String key(ConsumerRecord<byte[], byte[]> record) {
        return record.key() == null ? "" : shortened(new String(record.key(), StandardCharsets.UTF_8), MAX_ID_CHARS);
    }

    /** Empty without such a header. */
    static String header(Headers headers, String name) {
        Header header = headers.lastHeader(name);
        return header == null || header.value() == null
                ? ""
                : shortened(new String(header.value(), StandardCharsets.UTF_8), MAX_MESSAGE_CHARS);
    }

    /** Why a record is a dead letter. */
    static String reason(Headers headers) {
        String reason = header(headers, DeadLetterHeaders.REASON);
        String exception = header(headers, DeadLetterHeaders.EXCEPTION);
        return !reason.isEmpty() ? reason : exception.substring(exception.lastIndexOf('.') + 1);
    }

    private static String shortened(String text, int chars) {
        return text.length() <= chars ? text : text.substring(0, chars);
    }
}
