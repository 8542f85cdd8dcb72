/** Recommendations through Kafka, beside other consumers on the same topics; what falls due of very many. */
@NullMarked
package io.rolestream.benchmarks.recommending;

import org.jspecify.annotations.NullMarked;
