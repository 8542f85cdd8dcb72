/** One training: from texts, rules and answers to an evaluated and judged model. Does not depend on Kafka. */
@NullMarked
package io.rolestream.trainer.recipe;

import org.jspecify.annotations.NullMarked;
