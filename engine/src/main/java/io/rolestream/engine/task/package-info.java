/**
 * Tasks: classifying texts, scoring pairs of texts, embedding texts. Texts are tokenized on the callers' threads;
 * sequences are computed by the batching engine, in the fastest precision that agrees with 32-bit floats.
 */
@NullMarked
package io.rolestream.engine.task;

import org.jspecify.annotations.NullMarked;
