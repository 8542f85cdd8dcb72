/**
 * What a model is used for: classifying texts, scoring pairs of texts, embedding texts. Texts become tokens on the
 * callers' threads; sequences are computed by the batching engine, in the fastest numbers that agree with 32-bit
 * floats.
 */
@NullMarked
package io.rolestream.engine.task;

import org.jspecify.annotations.NullMarked;
