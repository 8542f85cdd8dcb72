package io.rolestream.trainer.accumulator;

import io.rolestream.common.clients.TopicAdminException;
import io.rolestream.schemas.topics.Topics;
import io.rolestream.trainer.examples.ExampleStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Compares the topics of examples with those that the store has read. */
final class SourceTopics {
    private static final Logger LOG = LoggerFactory.getLogger(SourceTopics.class);
    private static final int PATIENCE_SECONDS = 30;

    private final Admin admin;
    private final List<String> names;
    private final ExampleStore store;

    SourceTopics(Admin admin, Topics topics, ExampleStore store) {
        this.admin = admin;
        this.names = List.of(topics.trainingExamples(), topics.roleCorrections());
        this.store = store;
    }

    /**
     * Resets the stored positions of recreated topics.
     *
     * @return all partitions
     * @throws TopicAdminException if a topic is missing, or the cluster does not answer
     */
    List<TopicPartition> look() throws InterruptedException {
        List<TopicPartition> partitions = new ArrayList<>();
        Map<String, KafkaFuture<TopicDescription>> found =
                admin.describeTopics(names).topicNameValues();
        for (String name : names) {
            TopicDescription topic = await(name, Objects.requireNonNull(found.get(name)));
            Optional<Uuid> known = store.topicId(name);
            if (known.isPresent() && !known.get().equals(topic.topicId())) {
                LOG.warn(
                        "topic {} was recreated (its id was {} and is {}); reading it from its beginning",
                        name,
                        known.get(),
                        topic.topicId());
            }
            if (!known.equals(Optional.of(topic.topicId()))) {
                store.beginTopic(name, topic.topicId());
            }
            topic.partitions().forEach(info -> partitions.add(new TopicPartition(name, info.partition())));
        }
        return partitions;
    }

    private static TopicDescription await(String name, KafkaFuture<TopicDescription> found)
            throws InterruptedException {
        try {
            return found.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new TopicAdminException(
                    cause instanceof UnknownTopicOrPartitionException
                            ? "Topic %s is missing: create it with `rolestream topics create`".formatted(name)
                            : "Topic %s cannot be described: %s".formatted(name, cause.getMessage()),
                    cause);
        } catch (TimeoutException e) {
            throw new TopicAdminException("The cluster did not answer within %d s".formatted(PATIENCE_SECONDS), e);
        }
    }
}
