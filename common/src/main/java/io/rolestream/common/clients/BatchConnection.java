package io.rolestream.common.clients;

import io.rolestream.common.service.CommandFailedException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.ApiVersions;
import org.apache.kafka.clients.ClientUtils;
import org.apache.kafka.clients.DefaultHostResolver;
import org.apache.kafka.clients.ManualMetadataUpdater;
import org.apache.kafka.clients.NetworkClient;
import org.apache.kafka.clients.NetworkClientUtils;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.FetchResponseData.PartitionData;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.FetchRequest;
import org.apache.kafka.common.requests.FetchResponse;
import org.apache.kafka.common.utils.LogContext;
import org.apache.kafka.common.utils.Time;

/**
 * A connection to the leader of a partition that fetches batches as they lie on the broker's disk. Kafka's consumer
 * unpacks them before anybody can look at their size. Of Kafka's classes, those used here are internal, and may change
 * with any version.
 */
final class BatchConnection implements AutoCloseable {
    private static final int FETCH_BYTES = 1 << 20;

    private final TopicPartition partition;
    private final Uuid topicId;
    private final Node leader;
    private final Metrics metrics = new Metrics();
    private final NetworkClient client;
    private final int timeoutMillis;

    /** @param consumer the properties of a consumer, how to log in included */
    BatchConnection(ConsumerConfig consumer, TopicPartition partition, Uuid topicId, Node leader) {
        this.partition = partition;
        this.topicId = topicId;
        this.leader = leader;
        this.timeoutMillis = consumer.getInt(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG);
        this.client = ClientUtils.createNetworkClient(
                consumer,
                "rolestream-batches",
                metrics,
                "rolestream-batches",
                new LogContext(),
                new ApiVersions(),
                Time.SYSTEM,
                1,
                timeoutMillis,
                null,
                new ManualMetadataUpdater(List.of(leader)),
                new DefaultHostResolver(),
                null,
                null);
    }

    /**
     * Fetches the batch that an offset lies in, whatever its size, and as many behind it as fit into 1 MiB.
     *
     * @throws CommandFailedException if the leader does not answer
     * @throws org.apache.kafka.common.KafkaException if it refuses
     */
    PartitionData fetch(long offset) {
        var request = FetchRequest.Builder.forConsumer(
                        ApiKeys.FETCH.latestVersion(),
                        0,
                        0,
                        Map.of(
                                partition,
                                new FetchRequest.PartitionData(topicId, offset, -1, FETCH_BYTES, Optional.empty())))
                .isolationLevel(IsolationLevel.READ_COMMITTED);
        try {
            if (!NetworkClientUtils.awaitReady(client, leader, Time.SYSTEM, timeoutMillis)) {
                throw new IOException("no connection within %d ms".formatted(timeoutMillis));
            }
            var response = NetworkClientUtils.sendAndReceive(
                    client,
                    client.newClientRequest(leader.idString(), request, Time.SYSTEM.milliseconds(), true),
                    Time.SYSTEM);
            FetchResponse fetched = (FetchResponse) response.responseBody();
            check(fetched.error());
            PartitionData data = fetched.data().responses().get(0).partitions().get(0);
            check(Errors.forCode(data.errorCode()));
            return data;
        } catch (IOException e) {
            throw new CommandFailedException(
                    "%s cannot be read from %s:%d: %s"
                            .formatted(partition, leader.host(), leader.port(), e.getMessage()),
                    e);
        }
    }

    private static void check(Errors error) {
        if (error != Errors.NONE) {
            throw error.exception();
        }
    }

    @Override
    public void close() {
        client.close();
        metrics.close();
    }
}
