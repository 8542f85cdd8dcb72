package io.rolestream.system.timestamps;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.ApiVersions;
import org.apache.kafka.clients.ClientUtils;
import org.apache.kafka.clients.DefaultHostResolver;
import org.apache.kafka.clients.ManualMetadataUpdater;
import org.apache.kafka.clients.NetworkClient;
import org.apache.kafka.clients.NetworkClientUtils;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.message.ProduceRequestData;
import org.apache.kafka.common.message.ProduceRequestData.PartitionProduceData;
import org.apache.kafka.common.message.ProduceRequestData.TopicProduceData;
import org.apache.kafka.common.message.ProduceRequestData.TopicProduceDataCollection;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.apache.kafka.common.requests.ProduceRequest;
import org.apache.kafka.common.requests.ProduceResponse;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Crc32C;
import org.apache.kafka.common.utils.LogContext;
import org.apache.kafka.common.utils.Time;

/**
 * Produces records with any timestamp, as clients in other languages do. Java's producer refuses negative ones, so this
 * writes the batch itself.
 */
final class RawBatches implements AutoCloseable {
    private static final int CRC_AT = 17;
    private static final int CHECKED_FROM = 21;
    private static final int BASE_TIMESTAMP_AT = 27;
    private static final int MAX_TIMESTAMP_AT = 35;
    private static final int TIMEOUT_MILLIS = 10_000;

    private final Admin admin;
    private final Metrics metrics = new Metrics();
    private final Node broker;
    private final NetworkClient client;

    RawBatches(String bootstrapServers) throws Exception {
        admin = Admin.create(Map.of("bootstrap.servers", (Object) bootstrapServers));
        broker = admin.describeCluster().nodes().get().iterator().next();
        ProducerConfig properties = new ProducerConfig(Map.of(
                "bootstrap.servers", bootstrapServers,
                "key.serializer", ByteArraySerializer.class,
                "value.serializer", ByteArraySerializer.class));
        client = ClientUtils.createNetworkClient(
                properties,
                "raw",
                metrics,
                "raw",
                new LogContext(),
                new ApiVersions(),
                Time.SYSTEM,
                1,
                TIMEOUT_MILLIS,
                null,
                new ManualMetadataUpdater(List.of(broker)),
                new DefaultHostResolver(),
                null,
                null);
    }

    /** Sends a record to partition 0, and waits until it is stored. */
    void send(String topic, long timestamp, byte[] key, byte[] value) throws Exception {
        Uuid id = Objects.requireNonNull(
                        admin.describeTopics(List.of(topic)).topicNameValues().get(topic))
                .get()
                .topicId();
        var partition = new PartitionProduceData()
                .setIndex(0)
                .setRecords(MemoryRecords.readableRecords(batch(timestamp, key, value)));
        var ofTopic = new TopicProduceData().setName(topic).setTopicId(id).setPartitionData(List.of(partition));
        var request = ProduceRequest.builder(new ProduceRequestData()
                .setAcks((short) -1)
                .setTimeoutMs(TIMEOUT_MILLIS)
                .setTopicData(new TopicProduceDataCollection(List.of(ofTopic).iterator())));
        if (!NetworkClientUtils.awaitReady(client, broker, Time.SYSTEM, TIMEOUT_MILLIS)) {
            throw new IOException("no connection");
        }
        var response = (ProduceResponse) NetworkClientUtils.sendAndReceive(
                        client,
                        client.newClientRequest(broker.idString(), request, Time.SYSTEM.milliseconds(), true),
                        Time.SYSTEM)
                .responseBody();
        short error = response.data()
                .responses()
                .iterator()
                .next()
                .partitionResponses()
                .get(0)
                .errorCode();
        Errors.forCode(error).maybeThrow();
    }

    private static ByteBuffer batch(long timestamp, byte[] key, byte[] value) {
        ByteBuffer batch = MemoryRecords.withRecords(Compression.NONE, new SimpleRecord(0L, key, value))
                .buffer();
        batch.putLong(BASE_TIMESTAMP_AT, timestamp);
        batch.putLong(MAX_TIMESTAMP_AT, timestamp);
        batch.putInt(CRC_AT, (int) Crc32C.compute(batch, CHECKED_FROM, batch.limit() - CHECKED_FROM));
        return batch;
    }

    @Override
    public void close() {
        client.close();
        metrics.close();
        admin.close();
    }
}
