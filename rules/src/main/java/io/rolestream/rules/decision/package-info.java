/**
 * Decisions from a model's logits and the rules' scores, computed identically by workers, the topology and the trainer.
 */
@NullMarked
package io.rolestream.rules.decision;

import org.jspecify.annotations.NullMarked;
