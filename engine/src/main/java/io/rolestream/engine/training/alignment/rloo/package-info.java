/** REINFORCE with a leave-one-out baseline: a decoder learns from the rewards of answers that it draws itself. */
@NullMarked
package io.rolestream.engine.training.alignment.rloo;

import org.jspecify.annotations.NullMarked;
