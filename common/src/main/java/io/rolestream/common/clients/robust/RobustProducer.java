package io.rolestream.common.clients.robust;

import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.Serializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A producer whose thread may be told to stop while it closes. */
public final class RobustProducer<K, V> extends KafkaProducer<K, V> {
    private static final Logger LOG = LoggerFactory.getLogger(RobustProducer.class);

    public RobustProducer(Map<String, Object> properties, Serializer<K> keys, Serializer<V> values) {
        super(properties, keys, values);
    }

    @Override
    public void close(Duration timeout) {
        try {
            super.close(timeout);
        } catch (InterruptException e) {
            LOG.debug("closed without its broker", e); // the thread stays interrupted
        }
    }
}
