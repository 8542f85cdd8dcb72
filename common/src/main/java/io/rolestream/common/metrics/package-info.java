/** Metrics: the names and tags of all of them, and those of the Kafka clients. */
@NullMarked
package io.rolestream.common.metrics;

import org.jspecify.annotations.NullMarked;
