package io.rolestream.stream.labelling;

import io.rolestream.stream.reconcile.UnusableRecordException;
import java.util.Map;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.apache.kafka.streams.errors.LogAndContinueProcessingExceptionHandler;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * Dead-letters records that cannot be processed. Stops on failures that a retry may resolve, and on failures of
 * punctuations: those have no record to set aside, and continuing would lose their deadlines.
 */
public final class DeadLetterProcessing extends LogAndContinueProcessingExceptionHandler {
    private final DeadLetterMeters meters = new DeadLetterMeters();

    @Override
    public void configure(Map<String, ?> configuration) {
        super.configure(configuration);
        meters.configure(configuration);
    }

    @Override
    public Response handleError(ErrorHandlerContext context, @Nullable Record<?, ?> record, Exception exception) {
        if (record == null || !Failures.isRecordsFault(exception)) {
            return Response.fail();
        }
        meters.count(context, isUnusable(exception) ? DeadLetterMeters.UNUSABLE : DeadLetterMeters.FAILED);
        return super.handleError(context, record, exception);
    }

    private static boolean isUnusable(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnusableRecordException) {
                return true;
            }
        }
        return false;
    }
}
