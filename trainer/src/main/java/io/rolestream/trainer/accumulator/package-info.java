/** Takes training examples and corrections in from Kafka. */
@NullMarked
package io.rolestream.trainer.accumulator;

import org.jspecify.annotations.NullMarked;
