/** Metrics: names and tags, and the export of Kafka clients' metrics. */
@NullMarked
package io.rolestream.common.metrics;

import org.jspecify.annotations.NullMarked;
