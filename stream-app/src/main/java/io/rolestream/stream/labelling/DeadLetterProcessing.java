package io.rolestream.stream.labelling;

import io.rolestream.stream.reconcile.UnusableRecordException;
import java.util.Map;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.apache.kafka.streams.errors.ProcessingExceptionHandler;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * Dead-letters records that cannot be processed. Stops on failures that a retry may resolve, and on failures of
 * punctuations: those have no record to set aside, and continuing would lose their deadlines.
 */
public final class DeadLetterProcessing implements ProcessingExceptionHandler {
    private final DeadLetterMeters meters = new DeadLetterMeters();
    private final DeadLetterRecords letters = new DeadLetterRecords();

    @Override
    public void configure(Map<String, ?> configuration) {
        meters.configure(configuration);
        letters.configure(configuration);
    }

    @Override
    public Response handleError(ErrorHandlerContext context, @Nullable Record<?, ?> record, Exception exception) {
        if (record == null || !Failures.isRecordsFault(exception)) {
            return Response.fail();
        }
        meters.count(context, isUnusable(exception) ? DeadLetterMeters.UNUSABLE : DeadLetterMeters.FAILED);
        return Response.resume(letters.of(context, context.sourceRawKey(), context.sourceRawValue(), exception));
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
