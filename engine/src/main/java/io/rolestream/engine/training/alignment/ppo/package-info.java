/**
 * The pieces of proximal policy optimization that other methods do not need: rewards of tokens, advantages by a critic,
 * and the loss of the critic's values.
 */
@NullMarked
package io.rolestream.engine.training.alignment.ppo;

import org.jspecify.annotations.NullMarked;
