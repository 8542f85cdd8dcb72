/** Measures the whole way of a resume through Kafka, beside what Kafka itself needs for the same bytes. */
@NullMarked
package io.rolestream.benchmarks.pipeline;

import org.jspecify.annotations.NullMarked;
