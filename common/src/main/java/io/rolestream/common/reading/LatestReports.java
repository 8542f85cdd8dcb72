package io.rolestream.common.reading;

import io.rolestream.common.clients.Cluster;
import io.rolestream.common.clients.CommittedReader;
import io.rolestream.common.clients.CommittedReader.From;
import io.rolestream.schemas.serde.AvroSerde;
import io.rolestream.schemas.topics.Topics;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What services report about themselves: the latest record of each key of a compacted topic. */
public final class LatestReports {
    private static final Logger LOG = LoggerFactory.getLogger(LatestReports.class);

    private LatestReports() {}

    /** Reads all reports in the order of their keys; skips unreadable ones with a warning. */
    public static <T extends SpecificRecord> List<T> read(
            Cluster cluster, Function<Topics, String> topicOf, Class<T> type) {
        String topic = topicOf.apply(cluster.topics());
        var deserializer = new AvroSerde<>(type, cluster.registry()).deserializer();
        Map<String, T> byKey = new TreeMap<>();
        new CommittedReader(cluster.clients(), List.of(topic), From.BEGINNING, true, record -> {
                    String key = record.key() == null ? "" : new String(record.key(), StandardCharsets.UTF_8);
                    try {
                        T report = deserializer.deserialize(topic, record.headers(), record.value());
                        if (report == null) {
                            byKey.remove(key);
                        } else {
                            byKey.put(key, report);
                        }
                    } catch (SerializationException e) {
                        LOG.warn("skipping an unreadable report in {}: {}", topic, e.getMessage());
                    }
                    return true;
                })
                .run();
        return List.copyOf(byKey.values());
    }
}
