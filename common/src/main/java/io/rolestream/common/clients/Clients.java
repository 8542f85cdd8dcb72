package io.rolestream.common.clients;

import io.rolestream.common.clients.ClientSettings.Kind;
import io.rolestream.common.clients.robust.ClockProofReader;
import io.rolestream.common.clients.robust.ClockSteps;
import io.rolestream.common.clients.robust.CountingConsumer;
import io.rolestream.common.clients.robust.RobustConsumer;
import io.rolestream.common.clients.robust.RobustProducer;
import io.rolestream.common.config.ConfigurationException;
import io.rolestream.common.config.ConnectionConfig;
import io.rolestream.common.config.Settings;
import io.rolestream.common.offsets.GoneRecords;
import io.rolestream.common.service.CommandFailedException;
import io.rolestream.schemas.topics.TopicCatalogue;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/**
 * Creates every Kafka client, so that none misses a setting that exactly-once processing depends on.
 *
 * <p>A client's properties come from three layers. The caller's own are tuning ({@code linger.ms},
 * {@code max.poll.records}). The user's, under {@code kafka.}, override them. What decides about exactly-once
 * ({@code isolation.level}, {@code enable.auto.commit}, {@code group.id}, {@code auto.offset.reset}, {@code acks},
 * {@code transactional.id}, the formats) is set here, last; the user's settings that contradict it were refused before
 * ({@link ClientSettings}).
 *
 * <p>Safe for use by several threads.
 */
public final class Clients {
    /**
     * What a producer of one transaction after another needs, Kafka Streams' included. Each value was measured
     * (benchmarks/RESULTS.md).
     */
    public static final Map<String, Object> TRANSACTION_TUNING = Map.of(
            // Longer than a transaction: its commit sends what is left, and nothing can be read before. What is sent
            // earlier goes in full batches, so that the broker has a few requests a transaction instead of one every
            // 5 ms.
            ProducerConfig.LINGER_MS_CONFIG,
            100,
            // One transaction's records for a partition fit into one batch, which saves processor time over 16 KiB.
            ProducerConfig.BATCH_SIZE_CONFIG,
            128 * 1024,
            // The broker refuses the first batch of a transaction that begins right after another; batches sent behind
            // a refused one would be out of sequence, refused as well, and be errors in the broker's log.
            ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION,
            1,
            ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
            TopicCatalogue.MAX_REQUEST_BYTES,
            // After a crash, the new owner of the partitions and the readers of the results wait for the open
            // transaction this long.
            ProducerConfig.TRANSACTION_TIMEOUT_CONFIG,
            3_000);

    /** How soon a group notices that a member died; Kafka Streams' included. */
    public static final Map<String, Object> MEMBER_TUNING = Map.of(
            ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, 6_000,
            ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, 1_000);

    private static final Duration DEFAULT_METADATA_AGE = Duration.ofMinutes(5);

    private final String bootstrapServers;
    private final ClientSettings user;

    private Clients(String bootstrapServers, ClientSettings user) {
        this.bootstrapServers = bootstrapServers;
        this.user = user;
    }

    /**
     * The clients that the settings describe. Connects to nothing.
     *
     * @throws ConfigurationException if a key under {@code kafka.} would break exactly-once processing
     */
    public static Clients of(Settings settings) {
        return new Clients(settings.string(ConnectionConfig.BOOTSTRAP_SERVERS), ClientSettings.of(settings));
    }

    /** The brokers that clients connect to first, {@code host:port} separated by commas. */
    public String bootstrapServers() {
        return bootstrapServers;
    }

    /**
     * A consumer without a group, which is assigned its partitions and seeks in them. Where retention overtakes it, it
     * continues with the oldest record that is left.
     *
     * @param tuning the caller's own properties
     */
    public Consumer<byte[], byte[]> reader(Map<String, ?> tuning) {
        return withoutGroup(readerProperties(tuning), new ByteArrayDeserializer());
    }

    /**
     * A reader of one partition that survives records of any size.
     *
     * @throws CommandFailedException if the partition does not exist, or has no leader
     */
    public PartitionReader partitionReader(Admin admin, TopicPartition partition) {
        try {
            TopicDescription topic =
                    TopicAdmin.await(Objects.requireNonNull(admin.describeTopics(List.of(partition.topic()))
                            .topicNameValues()
                            .get(partition.topic())));
            Node leader = topic.partitions().stream()
                    .filter(info -> info.partition() == partition.partition())
                    .map(TopicPartitionInfo::leader)
                    .findFirst()
                    .orElseThrow(() -> new CommandFailedException("Topic %s has %d partitions; there is no partition %d"
                            .formatted(partition.topic(), topic.partitions().size(), partition.partition())));
            if (leader == null || leader.isEmpty()) {
                throw new CommandFailedException(
                        "Partition %s has no leader: are all brokers up?".formatted(partition));
            }
            ConsumerConfig consumer = new ConsumerConfig(ConsumerConfig.appendDeserializerToConfig(
                    readerProperties(Map.of()), new ByteArrayDeserializer(), new ByteArrayDeserializer()));
            return new PartitionReader(new BatchConnection(consumer, partition, topic.topicId(), leader));
        } catch (ExecutionException e) {
            throw new CommandFailedException(
                    "Topic %s cannot be described: %s".formatted(partition.topic(), e.getCause()), e);
        }
    }

    /**
     * A consumer without a group that must see every record: where its position no longer exists, {@code poll} throws,
     * so that the caller finds out that records are missing or the topic was recreated.
     *
     * @param tuning the caller's own properties
     */
    public Consumer<String, byte[]> follower(Map<String, ?> tuning) {
        return withoutGroup(followerProperties(tuning), new StringDeserializer());
    }

    private static <K> Consumer<K, byte[]> withoutGroup(Map<String, Object> properties, Deserializer<K> keys) {
        return ClockProofReader.of(() -> new RobustConsumer<>(properties, keys), new ClockSteps());
    }

    /**
     * A member of a group, which commits the offsets itself or within a producer's transactions. A new group begins
     * with the oldest records; partitions move cooperatively. When it closes, a member with a name keeps its place, so
     * that its restart moves no partition; others take over at once from one without.
     *
     * @param instance the member's name in the group, the same after a restart, or null
     * @param tuning the caller's own properties
     * @param gone counts what was deleted before the group had read it
     */
    public Consumer<byte[], byte[]> member(
            String group, @Nullable String instance, Map<String, ?> tuning, GoneRecords gone) {
        return new CountingConsumer(memberProperties(group, instance, tuning), gone);
    }

    /**
     * The consumer of a thread of Kafka Streams, which begins with the oldest records.
     *
     * @param properties as Kafka Streams made them of {@link #streams}
     * @param gone counts what was deleted before the application had read it
     */
    public static Consumer<byte[], byte[]> streamsMember(Map<String, Object> properties, GoneRecords gone) {
        return new CountingConsumer(properties, gone);
    }

    /** The consumer by which a thread of Kafka Streams restores state. */
    public static Consumer<byte[], byte[]> streamsReader(Map<String, Object> properties) {
        return new RobustConsumer<>(properties, new ByteArrayDeserializer());
    }

    /**
     * A producer outside transactions: idempotent, and acknowledged by all replicas.
     *
     * @param tuning the caller's own properties
     */
    public Producer<byte[], byte[]> producer(Map<String, ?> tuning) {
        return new RobustProducer<>(producerProperties(tuning), new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** As {@link #producer(Map)}, of events. */
    public <V> Producer<String, V> producer(Serializer<V> events, Map<String, ?> tuning) {
        return new RobustProducer<>(producerProperties(tuning), new StringSerializer(), events);
    }

    /**
     * A transactional producer. Its transactions are not initialised yet.
     *
     * @param transactionalId the producer's name; initialising it ends what another producer of this name has left
     *     open, and fences that one
     * @param tuning the caller's own properties
     */
    public Producer<byte[], byte[]> transactional(String transactionalId, Map<String, ?> tuning) {
        return new RobustProducer<>(
                transactionalProperties(transactionalId, tuning), new ByteArraySerializer(), new ByteArraySerializer());
    }

    public Admin admin() {
        return admin(Map.of());
    }

    /** How long clients use what they know of topics before they ask again. */
    public Duration metadataAge() {
        Object set = user.of(Kind.ADMIN).get(CommonClientConfigs.METADATA_MAX_AGE_CONFIG);
        return set == null ? DEFAULT_METADATA_AGE : Duration.ofMillis(Long.parseLong(set.toString()));
    }

    /**
     * An admin client.
     *
     * @param tuning the caller's own properties
     */
    public Admin admin(Map<String, ?> tuning) {
        return Admin.create(adminProperties(tuning));
    }

    /**
     * The properties of Kafka Streams, which creates its clients itself, and sets what exactly-once needs by its
     * processing guarantee.
     *
     * @param own properties with Kafka Streams' prefixes, the application's id and guarantee among them
     */
    public Map<String, Object> streams(Map<String, ?> own) {
        Map<String, Object> properties = new HashMap<>(own);
        user.addToStreams(properties);
        properties.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        return properties;
    }

    Map<String, Object> readerProperties(Map<String, ?> tuning) {
        return consumerProperties(tuning, Map.of(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest"));
    }

    Map<String, Object> followerProperties(Map<String, ?> tuning) {
        return consumerProperties(tuning, Map.of(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none"));
    }

    Map<String, Object> memberProperties(String group, @Nullable String instance, Map<String, ?> tuning) {
        Map<String, Object> own = new HashMap<>();
        // Static membership with the newer group protocol fails when a member comes back quickly.
        own.put(ConsumerConfig.GROUP_PROTOCOL_CONFIG, "classic");
        // Partitions that stay with a member are processed without a break through a rebalance.
        own.put(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, CooperativeStickyAssignor.class.getName());
        own.putAll(MEMBER_TUNING);
        own.putAll(tuning);
        Map<String, Object> owned = new HashMap<>();
        owned.put(ConsumerConfig.GROUP_ID_CONFIG, group);
        if (instance != null) {
            owned.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, instance);
        }
        return consumerProperties(own, owned);
    }

    private Map<String, Object> consumerProperties(Map<String, ?> tuning, Map<String, ?> owned) {
        Map<String, Object> own = new HashMap<>();
        own.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        own.putAll(tuning);
        Map<String, Object> properties = layered(Kind.CONSUMER, own, owned);
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        // In a group it also makes a new owner wait until the transaction of the previous one has ended.
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        return properties;
    }

    Map<String, Object> producerProperties(Map<String, ?> tuning) {
        Map<String, Object> own = new HashMap<>();
        own.put(ProducerConfig.LINGER_MS_CONFIG, 5);
        own.putAll(tuning);
        return layered(
                Kind.PRODUCER,
                own,
                Map.of(ProducerConfig.ACKS_CONFIG, "all", ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true));
    }

    Map<String, Object> transactionalProperties(String transactionalId, Map<String, ?> tuning) {
        return layered(
                Kind.PRODUCER,
                tuning,
                Map.of(
                        ProducerConfig.ACKS_CONFIG,
                        "all",
                        ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                        true,
                        ProducerConfig.TRANSACTIONAL_ID_CONFIG,
                        transactionalId));
    }

    Map<String, Object> adminProperties(Map<String, ?> tuning) {
        return layered(Kind.ADMIN, tuning, Map.of());
    }

    private Map<String, Object> layered(Kind kind, Map<String, ?> tuning, Map<String, ?> owned) {
        Map<String, Object> properties = new HashMap<>(tuning);
        properties.putAll(user.of(kind));
        properties.putAll(owned);
        properties.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        return properties;
    }
}
