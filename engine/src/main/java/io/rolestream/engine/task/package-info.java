/**
 * Classification of texts by a model: tokens on the callers' threads, batches by length and token budget, computation on threads of its
 * own, in the fastest numbers that agree with 32-bit floats.
 */
@NullMarked
package io.rolestream.engine.task;

import org.jspecify.annotations.NullMarked;
