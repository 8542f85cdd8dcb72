/**
 * Computes sequences from any number of callers in batches: a queue with a token budget, compute threads, and isolation
 * of faulty sequences. Knows nothing about texts or the meaning of results.
 */
@NullMarked
package io.rolestream.engine.batching;

import org.jspecify.annotations.NullMarked;
