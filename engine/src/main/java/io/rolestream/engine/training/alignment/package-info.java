/** Aligning a decoder with a reward or with preferences: log-probabilities, objectives, advantages and metrics. */
@NullMarked
package io.rolestream.engine.training.alignment;

import org.jspecify.annotations.NullMarked;
