/** A reward model: a cross-encoder that scores the preferred of two pairs of texts higher. */
@NullMarked
package io.rolestream.engine.training.preference;

import org.jspecify.annotations.NullMarked;
