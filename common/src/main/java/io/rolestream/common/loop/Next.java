package io.rolestream.common.loop;

import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * What happens to a record next.
 *
 * @param <W> what a {@link Step} computes on
 */
public sealed interface Next<W> {
    /** It is computed on. */
    record Compute<W>(W work) implements Next<W> {}

    /**
     * It is finished, once these are sent.
     *
     * @param records in the order in which they are sent; may be empty
     */
    record Send<W>(List<ProducerRecord<byte[], byte[]>> records) implements Next<W> {
        public Send {
            records = List.copyOf(records);
        }
    }

    /** It is finished, and nothing comes of it. */
    static <W> Next<W> skip() {
        return new Send<>(List.of());
    }
}
