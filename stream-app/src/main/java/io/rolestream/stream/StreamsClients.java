package io.rolestream.stream;

import io.rolestream.common.clients.Clients;
import io.rolestream.common.offsets.GoneRecords;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.streams.processor.internals.DefaultKafkaClientSupplier;

/**
 * Kafka Streams' own producers and admin clients, and our consumers, which bear a clock that is set back; those that
 * read the topics count what was deleted before it was read.
 */
final class StreamsClients extends DefaultKafkaClientSupplier {
    private final GoneRecords gone;

    StreamsClients(GoneRecords gone) {
        this.gone = gone;
    }

    @Override
    public Consumer<byte[], byte[]> getConsumer(Map<String, Object> properties) {
        return Clients.streamsMember(properties, gone);
    }

    @Override
    public Consumer<byte[], byte[]> getRestoreConsumer(Map<String, Object> properties) {
        return Clients.streamsReader(properties);
    }
}
