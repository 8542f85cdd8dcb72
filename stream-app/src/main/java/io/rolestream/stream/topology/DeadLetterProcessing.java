package io.rolestream.stream.topology;

import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.apache.kafka.streams.errors.LogAndContinueProcessingExceptionHandler;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * Dead-letters records that can't be processed, and stops on what another try may mend, and on failures of punctuations:
 * those have no record to set aside, and going on would forget the deadlines they were about.
 */
public final class DeadLetterProcessing extends LogAndContinueProcessingExceptionHandler {
    @Override
    public Response handleError(ErrorHandlerContext context, @Nullable Record<?, ?> record, Exception exception) {
        return record != null && Failures.isRecordsFault(exception)
                ? super.handleError(context, record, exception)
                : Response.fail();
    }
}
