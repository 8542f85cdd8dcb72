package io.rolestream.schemas.topics;

import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;

/**
 * Where the schema of a topic's values is registered.
 *
 * @param topic the topic's full name
 * @param value the record that is written
 */
public record Subject(String topic, Class<? extends SpecificRecord> value) {
    /** The subject's name. */
    public String name() {
        return topic + "-value";
    }

    public Schema schema() {
        return SpecificData.getForClass(value).getSchema(value);
    }
}
