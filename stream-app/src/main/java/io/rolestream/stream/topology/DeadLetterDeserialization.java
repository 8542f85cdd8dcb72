package io.rolestream.stream.topology;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.apache.kafka.streams.errors.LogAndContinueExceptionHandler;

/** Dead-letters votes and corrections that can't be decoded, and stops on what another try may mend. */
public final class DeadLetterDeserialization extends LogAndContinueExceptionHandler {
    @Override
    public Response handleError(
            ErrorHandlerContext context, ConsumerRecord<byte[], byte[]> record, Exception exception) {
        return Failures.isRecordsFault(exception) ? super.handleError(context, record, exception) : Response.fail();
    }
}
