package io.rolestream.stream.labelling;

import io.rolestream.schemas.registry.SchemaRegistryUnavailableException;
import io.rolestream.stream.reconcile.NotStoredException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.SerializationException;

/**
 * Distinguishes bad records, which are dead-lettered, from temporary failures, after which the same record is retried.
 */
final class Failures {
    private Failures() {}

    /**
     * Whether the record is to blame. It is not where the registry is away, where state or output can't be stored, nor
     * for anything that Kafka itself throws (a broken store, a lost transaction) other than a value that can't be
     * decoded.
     */
    static boolean isRecordsFault(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SchemaRegistryUnavailableException || cause instanceof NotStoredException) {
                return false;
            }
            if (cause instanceof KafkaException && !(cause instanceof SerializationException)) {
                return false;
            }
        }
        return true;
    }
}
