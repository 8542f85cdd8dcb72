/** Kafka serdes for the generated Avro records: Avro in the Confluent wire format, and plain JSON. */
@NullMarked
package io.rolestream.schemas.serde;

import org.jspecify.annotations.NullMarked;
