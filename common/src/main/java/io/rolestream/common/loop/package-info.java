/** Kafka clients of services and commands: producers, readers of committed records, topics. */
@NullMarked
package io.rolestream.common.loop;

import org.jspecify.annotations.NullMarked;
