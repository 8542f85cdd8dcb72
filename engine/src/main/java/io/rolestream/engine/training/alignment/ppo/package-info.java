/** Proximal policy optimization: a decoder learns from rewards of tokens, with a critic beside it. */
@NullMarked
package io.rolestream.engine.training.alignment.ppo;

import org.jspecify.annotations.NullMarked;
