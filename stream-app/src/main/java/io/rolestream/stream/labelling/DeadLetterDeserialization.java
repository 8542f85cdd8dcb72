package io.rolestream.stream.labelling;

import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.errors.DeserializationExceptionHandler;
import org.apache.kafka.streams.errors.ErrorHandlerContext;

/** Dead-letters votes and corrections that cannot be decoded, and stops on failures that a retry may resolve. */
public final class DeadLetterDeserialization implements DeserializationExceptionHandler {
    private final DeadLetterMeters meters = new DeadLetterMeters();
    private final DeadLetterRecords letters = new DeadLetterRecords();

    @Override
    public void configure(Map<String, ?> configuration) {
        meters.configure(configuration);
        letters.configure(configuration);
    }

    @Override
    public Response handleError(
            ErrorHandlerContext context, ConsumerRecord<byte[], byte[]> record, Exception exception) {
        if (!Failures.isRecordsFault(exception)) {
            return Response.fail();
        }
        meters.count(context, DeadLetterMeters.NOT_AVRO);
        return Response.resume(letters.of(context, record.key(), record.value(), exception));
    }
}
