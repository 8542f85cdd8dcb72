/** Accumulates training examples and corrections from Kafka. */
@NullMarked
package io.rolestream.trainer.accumulator;

import org.jspecify.annotations.NullMarked;
