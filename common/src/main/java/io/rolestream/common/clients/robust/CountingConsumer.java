package io.rolestream.common.clients.robust;

import io.rolestream.common.offsets.GoneRecords;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.InvalidOffsetException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Begins with the oldest records, and reads on from them where its position is gone, as {@link GoneRecords} says. */
public final class CountingConsumer extends RobustConsumer<byte[]> {
    private final GoneRecords gone;

    public CountingConsumer(Map<String, Object> properties, GoneRecords gone) {
        super(withoutReset(properties), new ByteArrayDeserializer());
        this.gone = gone;
    }

    @Override
    public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
        try {
            return super.poll(timeout);
        } catch (InvalidOffsetException e) {
            gone.readOn(this, e);
            return ConsumerRecords.empty();
        }
    }

    private static Map<String, Object> withoutReset(Map<String, Object> properties) {
        Map<String, Object> more = new HashMap<>(properties);
        more.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        return more;
    }
}
