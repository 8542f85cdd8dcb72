package io.rolestream.dashboard.feed;

import io.rolestream.dashboard.live.LiveState.Read;
import io.rolestream.schemas.registry.SchemaRegistryUnavailableException;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** What a {@link TopicFeed} reads, and for whom. Called on the feed's thread. */
interface FeedReader {
    /** The topics, each with the number of records a partition is read back; those that do not exist yet may come. */
    Map<String, Long> reachBack();

    /** The topics whose records may be skipped if the feed cannot keep up. */
    Set<String> skippable();

    /**
     * Processes a record; counts it if it is unreadable.
     *
     * @throws SchemaRegistryUnavailableException if the registry does not answer
     */
    void read(ConsumerRecord<byte[], byte[]> record, Read read);

    /** @param why topics cannot be read; empty if they can */
    void trouble(String why);

    /** Records of a topic were skipped. */
    void skipped(String topic, long records);
}
