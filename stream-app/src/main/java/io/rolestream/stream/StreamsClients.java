package io.rolestream.stream;

import io.rolestream.common.clients.Clients;
import io.rolestream.common.offsets.GoneRecords;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.streams.processor.internals.DefaultKafkaClientSupplier;

/** Kafka Streams' own clients, except that those which read the topics count what was deleted before it was read. */
final class StreamsClients extends DefaultKafkaClientSupplier {
    private final GoneRecords gone;

    StreamsClients(GoneRecords gone) {
        this.gone = gone;
    }

    @Override
    public Consumer<byte[], byte[]> getConsumer(Map<String, Object> properties) {
        return Clients.streamsMember(properties, gone);
    }
}
