/** Kafka serdes for the generated Avro records, in the Confluent wire format. */
@NullMarked
package io.rolestream.schemas.serde;

import org.jspecify.annotations.NullMarked;
