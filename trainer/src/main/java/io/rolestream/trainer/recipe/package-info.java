/** One training: from texts, rules and answers to a model that was evaluated and judged. Knows no Kafka. */
@NullMarked
package io.rolestream.trainer.recipe;

import org.jspecify.annotations.NullMarked;
