package io.rolestream.stream.labelling;

import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.apache.kafka.streams.errors.LogAndContinueExceptionHandler;

/** Dead-letters votes and corrections that cannot be decoded, and stops on failures that a retry may resolve. */
public final class DeadLetterDeserialization extends LogAndContinueExceptionHandler {
    private final DeadLetterMeters meters = new DeadLetterMeters();

    @Override
    public void configure(Map<String, ?> configuration) {
        super.configure(configuration);
        meters.configure(configuration);
    }

    @Override
    public Response handleError(
            ErrorHandlerContext context, ConsumerRecord<byte[], byte[]> record, Exception exception) {
        if (!Failures.isRecordsFault(exception)) {
            return Response.fail();
        }
        meters.count(context, DeadLetterMeters.NOT_AVRO);
        return super.handleError(context, record, exception);
    }
}
