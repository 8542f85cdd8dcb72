package io.rolestream.trainer.examples;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;

/** The position in each partition, written in the transaction of the rows. */
final class Positions {
    private final PreparedStatement put;
    private final PreparedStatement all;
    private final PreparedStatement topicId;
    private final PreparedStatement putTopic;
    private final PreparedStatement dropTopic;
    private final PreparedStatement drop;

    Positions(Connection connection) throws SQLException {
        put = connection.prepareStatement("INSERT INTO positions (topic, partition, next, records, unusable)"
                + " VALUES (?, ?, ?, ?, ?) ON CONFLICT (topic, partition) DO UPDATE SET next = excluded.next,"
                + " records = records + excluded.records, unusable = unusable + excluded.unusable");
        all = connection.prepareStatement("SELECT topic, partition, next, records FROM positions");
        topicId = connection.prepareStatement("SELECT topic_id FROM topics WHERE name = ?");
        putTopic = connection.prepareStatement("INSERT OR REPLACE INTO topics (name, topic_id) VALUES (?, ?)");
        dropTopic = connection.prepareStatement("DELETE FROM positions WHERE topic = ?");
        drop = connection.prepareStatement("DELETE FROM positions WHERE topic = ? AND partition = ?");
    }

    Map<TopicPartition, TopicProgress> progress() throws SQLException {
        Map<TopicPartition, TopicProgress> progress = new HashMap<>();
        try (ResultSet rows = all.executeQuery()) {
            while (rows.next()) {
                progress.put(
                        new TopicPartition(rows.getString(1), rows.getInt(2)),
                        new TopicProgress(rows.getLong(3), rows.getLong(4)));
            }
        }
        return progress;
    }

    Map<TopicPartition, Long> read() throws SQLException {
        Map<TopicPartition, Long> positions = new HashMap<>();
        progress().forEach((partition, progress) -> positions.put(partition, progress.next()));
        return positions;
    }

    void advance(TopicPartition partition, long next, long records, long unusable) throws SQLException {
        put.setString(1, partition.topic());
        put.setInt(2, partition.partition());
        put.setLong(3, next);
        put.setLong(4, records);
        put.setLong(5, unusable);
        put.executeUpdate();
    }

    void drop(TopicPartition partition) throws SQLException {
        drop.setString(1, partition.topic());
        drop.setInt(2, partition.partition());
        drop.executeUpdate();
    }

    Optional<Uuid> topicId(String topic) throws SQLException {
        topicId.setString(1, topic);
        try (ResultSet row = topicId.executeQuery()) {
            return row.next() ? Optional.of(Uuid.fromString(row.getString(1))) : Optional.empty();
        }
    }

    /** Starts a topic from its beginning. */
    void begin(String topic, Uuid id) throws SQLException {
        dropTopic.setString(1, topic);
        dropTopic.executeUpdate();
        putTopic.setString(1, topic);
        putTopic.setString(2, id.toString());
        putTopic.executeUpdate();
    }
}
