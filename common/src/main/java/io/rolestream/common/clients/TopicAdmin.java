package io.rolestream.common.clients;

import io.rolestream.common.config.ConnectionConfig;
import io.rolestream.schemas.topics.TopicCatalogue;
import io.rolestream.schemas.topics.TopicSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Creates the topics of the catalogue on a cluster, and compares existing topics with it. The caller closes the
 * {@link Admin}.
 */
public final class TopicAdmin {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final long POLL_MILLIS = 20;

    private TopicAdmin() {}

    /**
     * The result of {@link #create}, in the order of the catalogue.
     *
     * @param created names of the topics that were created
     * @param existed names of the topics that existed already; they are not changed
     */
    public record Created(List<String> created, List<String> existed) {
        public Created {
            created = List.copyOf(created);
            existed = List.copyOf(existed);
        }
    }

    /**
     * Creates missing topics and waits, up to 30 s, until the leader of every partition answers. An announced leader is
     * not enough: one that is not ready yet may refuse a producer's first batch and accept a later one, after which the
     * producer cannot send the first one in order.
     *
     * @param replicationFactor at most the number of brokers; -1 for the cluster's default
     * @throws TopicAdminException if a topic cannot be created or its leaders do not answer in time
     */
    public static Created create(Admin admin, TopicCatalogue catalogue, short replicationFactor) {
        var results = admin.createTopics(catalogue.all().stream()
                        .map(spec -> spec.toNewTopic(replicationFactor))
                        .toList())
                .values();
        var created = new ArrayList<String>();
        var existed = new ArrayList<String>();
        for (TopicSpec spec : catalogue.all()) {
            try {
                await(Objects.requireNonNull(results.get(spec.name())));
                created.add(spec.name());
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof TopicExistsException)) {
                    throw new TopicAdminException(
                            "Topic %s cannot be created: %s%s".formatted(spec.name(), reason(e), advice(e)),
                            e.getCause());
                }
                existed.add(spec.name());
            }
        }
        awaitLeaders(admin, catalogue);
        awaitService(admin, catalogue);
        return new Created(created, existed);
    }

    /**
     * Describes each difference from the catalogue in a sentence. Compares existence, the number of partitions (topics
     * read together with {@code resumes} need the same number), the cleanup policy, {@code max.message.bytes},
     * {@code compression.type} and {@code message.timestamp.type}.
     *
     * @return the differences; empty if there are none
     * @throws TopicAdminException if the cluster does not answer
     */
    public static List<String> check(Admin admin, TopicCatalogue catalogue) {
        return differences(admin, catalogue).stream()
                .map(TopicCheck.Difference::text)
                .toList();
    }

    /** As {@link #check}, of those differences with which services cannot work. */
    static List<String> fatal(Admin admin, TopicCatalogue catalogue) {
        return differences(admin, catalogue).stream()
                .filter(TopicCheck.Difference::isFatal)
                .map(TopicCheck.Difference::text)
                .toList();
    }

    private static List<TopicCheck.Difference> differences(Admin admin, TopicCatalogue catalogue) {
        try {
            return TopicCheck.differences(admin, catalogue);
        } catch (ExecutionException e) {
            throw new TopicAdminException("Topics cannot be described: " + reason(e), e.getCause());
        }
    }

    /**
     * The largest batch that a topic takes, in bytes.
     *
     * @throws TopicAdminException if the cluster does not answer, or has no such topic
     */
    public static int maxMessageBytes(Admin admin, String topic) {
        try {
            Config config = Objects.requireNonNull(
                    TopicCheck.configs(admin, Set.of(topic)).get(topic));
            return Integer.parseInt(TopicCheck.value(config, TopicConfig.MAX_MESSAGE_BYTES_CONFIG));
        } catch (ExecutionException e) {
            throw new TopicAdminException("Topic %s cannot be described: %s".formatted(topic, reason(e)), e.getCause());
        }
    }

    /**
     * How long a compacted topic keeps deletions, at least.
     *
     * @throws TopicAdminException if the cluster does not answer, or has no such topic
     */
    public static Duration tombstoneRetention(Admin admin, String topic) {
        try {
            Config config = Objects.requireNonNull(
                    TopicCheck.configs(admin, Set.of(topic)).get(topic));
            return Duration.ofMillis(Long.parseLong(TopicCheck.value(config, TopicConfig.DELETE_RETENTION_MS_CONFIG)));
        } catch (ExecutionException e) {
            throw new TopicAdminException("Topic %s cannot be described: %s".formatted(topic, reason(e)), e.getCause());
        }
    }

    /**
     * The id of a topic; one that is deleted and created again gets another.
     *
     * @throws TopicAdminException if the cluster does not answer, or has no such topic
     */
    public static String id(Admin admin, String topic) {
        try {
            return await(Objects.requireNonNull(admin.describeTopics(List.of(topic))
                            .topicNameValues()
                            .get(topic)))
                    .topicId()
                    .toString();
        } catch (ExecutionException e) {
            throw new TopicAdminException("Topic %s cannot be described: %s".formatted(topic, reason(e)), e.getCause());
        }
    }

    /**
     * A topic's number of partitions; empty if there is no such topic.
     *
     * @throws TopicAdminException if the cluster does not answer
     */
    static OptionalInt partitions(Admin admin, String topic) {
        try {
            TopicDescription description = await(Objects.requireNonNull(
                    admin.describeTopics(List.of(topic)).topicNameValues().get(topic)));
            return OptionalInt.of(description.partitions().size());
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                return OptionalInt.empty();
            }
            throw new TopicAdminException("Topic %s cannot be described: %s".formatted(topic, reason(e)), e.getCause());
        }
    }

    private static void awaitLeaders(Admin admin, TopicCatalogue catalogue) {
        long deadline = System.nanoTime() + TIMEOUT.toNanos();
        List<String> waiting = catalogue.all().stream().map(TopicSpec::name).toList();
        while (!waiting.isEmpty()) {
            waiting = withoutLeaders(admin, waiting);
            if (!waiting.isEmpty() && System.nanoTime() > deadline) {
                throw new TopicAdminException(
                        "Partitions of %s have no leader after %d s: are all brokers up?"
                                .formatted(waiting, TIMEOUT.toSeconds()),
                        null);
            }
            if (!waiting.isEmpty()) {
                pause();
            }
        }
    }

    /** Asks each leader for its partition's end offset; the client retries until the leader answers. */
    private static void awaitService(Admin admin, TopicCatalogue catalogue) {
        var names = catalogue.all().stream().map(TopicSpec::name).toList();
        try {
            var ends = new HashMap<TopicPartition, OffsetSpec>();
            for (TopicDescription topic :
                    await(admin.describeTopics(names).allTopicNames()).values()) {
                for (var partition : topic.partitions()) {
                    ends.put(new TopicPartition(topic.name(), partition.partition()), OffsetSpec.latest());
                }
            }
            await(admin.listOffsets(ends).all());
        } catch (ExecutionException e) {
            throw new TopicAdminException("Topics were created but cannot be described: " + reason(e), e.getCause());
        }
    }

    private static List<String> withoutLeaders(Admin admin, List<String> names) {
        var left = new ArrayList<String>();
        for (var entry : admin.describeTopics(names).topicNameValues().entrySet()) {
            try {
                if (!led(await(entry.getValue()))) {
                    left.add(entry.getKey());
                }
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
                    throw new TopicAdminException(
                            "Topic %s cannot be described: %s".formatted(entry.getKey(), reason(e)), e.getCause());
                }
                left.add(entry.getKey());
            }
        }
        return left;
    }

    private static boolean led(TopicDescription topic) {
        return topic.partitions().stream()
                .allMatch(partition ->
                        partition.leader() != null && !partition.leader().isEmpty());
    }

    private static void pause() {
        try {
            Thread.sleep(POLL_MILLIS);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /**
     * Waits for an answer of the cluster, up to 30 s.
     *
     * @throws ExecutionException if the answer is a failure, its cause
     * @throws TopicAdminException if there is none
     */
    public static <T> T await(KafkaFuture<T> future) throws ExecutionException {
        try {
            return future.get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new TopicAdminException("The cluster did not answer within %d s".formatted(TIMEOUT.toSeconds()), e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static TopicAdminException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new TopicAdminException("Interrupted while waiting for the cluster", e);
    }

    private static String advice(ExecutionException e) {
        return e.getCause() instanceof InvalidReplicationFactorException
                ? " Set " + ConnectionConfig.TOPIC_REPLICATION_FACTOR
                        + " to another number, or to -1 for the brokers' default."
                : "";
    }

    private static String reason(ExecutionException e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        return cause.getMessage() == null ? cause.toString() : cause.getMessage();
    }
}
