package io.rolestream.stream.topology;

import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.apache.kafka.streams.errors.LogAndContinueProcessingExceptionHandler;
import org.apache.kafka.streams.processor.api.Record;

/** Dead-letters records that can't be processed, and stops on what another try may mend. */
public final class DeadLetterProcessing extends LogAndContinueProcessingExceptionHandler {
    @Override
    public Response handleError(ErrorHandlerContext context, Record<?, ?> record, Exception exception) {
        return Failures.isRecordsFault(exception) ? super.handleError(context, record, exception) : Response.fail();
    }
}
