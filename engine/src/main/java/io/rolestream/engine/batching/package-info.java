/**
 * Computes sequences from any number of callers in batches: a queue with a token budget, threads that compute, and
 * faults that stay with the sequence that has them. Knows nothing of texts or of what the results mean.
 */
@NullMarked
package io.rolestream.engine.batching;

import org.jspecify.annotations.NullMarked;
