package io.rolestream.stream.worker;

import io.rolestream.common.config.ConnectionConfig;
import io.rolestream.common.config.Settings;
import io.rolestream.schemas.topics.TopicCatalogue;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.producer.ProducerConfig;

/**
 * The settings of a worker's clients. Each was measured (benchmarks/RESULTS.md) or follows from the design; settings
 * under {@code kafka.} override them.
 */
final class WorkerProperties {
    private WorkerProperties() {}

    static Map<String, Object> consumer(Settings settings, WorkerIdentity identity) {
        Map<String, Object> properties = new HashMap<>();
        properties.put(ConsumerConfig.GROUP_ID_CONFIG, identity.group());
        // Static membership with the newer group protocol fails when a member comes back quickly.
        properties.put(ConsumerConfig.GROUP_PROTOCOL_CONFIG, "classic");
        if (identity.instance() != null) {
            properties.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, identity.instance());
        }
        // Cooperative: partitions that stay with a worker continue through a rebalance.
        properties.put(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, CooperativeStickyAssignor.class.getName());
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        // Also makes a new owner wait until the transaction of the one before it has ended.
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        properties.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, 6_000);
        properties.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, 1_000);
        properties.putAll(ConnectionConfig.clientProperties(settings));
        return properties;
    }

    static Map<String, Object> producer(Settings settings, WorkerIdentity identity) {
        Map<String, Object> properties = new HashMap<>();
        // As the labelling service's, for the same reasons: a transaction goes in few batches, and nothing is sent
        // behind
        // a batch that a new transaction's start refuses.
        properties.put(ProducerConfig.LINGER_MS_CONFIG, 100);
        properties.put(ProducerConfig.BATCH_SIZE_CONFIG, 128 * 1024);
        properties.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
        properties.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, TopicCatalogue.TEXT_MESSAGE_BYTES);
        // The next owner of a dead worker's partitions, and readers of votes, wait this long for its transaction.
        properties.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, 3_000);
        properties.putAll(ConnectionConfig.clientProperties(settings));
        properties.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, identity.transactionalId());
        return properties;
    }
}
