package io.rolestream.common.clients;

import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;

/**
 * The Kafka settings that users can't override, because exactly-once processing or the names of groups and transactions
 * depend on them, each with the reason.
 */
final class OwnedSettings {
    /** Reasons by key, without prefixes; each completes the sentence "KEY can't be set: ...". */
    static final Map<String, String> REASONS = reasons();

    private OwnedSettings() {}

    private static Map<String, String> reasons() {
        Map<String, String> why = new TreeMap<>();
        why.put(
                CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG,
                "all clients must use the same cluster; set bootstrap.servers instead");

        why.put(
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                "every consumer reads with read_committed; otherwise it would process records of aborted transactions");
        why.put(
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                "offsets are committed together with the results; committed on a timer, records would be lost");
        why.put(
                ConsumerConfig.GROUP_ID_CONFIG,
                "each service has its own consumer group; set application.id, worker.group.id or trainer.group.id instead");
        why.put(
                ConsumerConfig.GROUP_INSTANCE_ID_CONFIG,
                "consumers with the same name fence each other; set instance.id instead");
        why.put(
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                "each consumer needs its own value; with another, it would skip records");
        why.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, "the format of records is fixed");
        why.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, "the format of records is fixed");

        why.put(
                ProducerConfig.ACKS_CONFIG,
                "producers write with acks=all; otherwise acknowledged records could be lost");
        why.put(
                ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                "producers are idempotent; otherwise a retry could write a record twice");
        why.put(
                ProducerConfig.TRANSACTIONAL_ID_CONFIG,
                "each transactional producer needs its own id; those that share one fence each other");
        why.put(
                ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                "producers must be able to send the largest record of every topic; set resume.max.bytes instead");
        why.put(
                "transaction.two.phase.commit.enable",
                "transactions of a process that died would never time out, and their readers would wait forever");
        why.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, "the format of records is fixed");
        why.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, "the format of records is fixed");

        // Of Kafka Streams, which this module does not depend on.
        why.put(
                "processing.guarantee",
                "the labelling service runs with exactly_once_v2; otherwise labels could be written twice");
        why.put("application.id", "other services look for this group by name; set application.id instead");
        return Map.copyOf(why);
    }
}
