/** Every Kafka client: how it is configured, readers of committed records, topics. */
@NullMarked
package io.rolestream.common.clients;

import org.jspecify.annotations.NullMarked;
