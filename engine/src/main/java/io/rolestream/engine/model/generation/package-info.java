/**
 * Generates and scores text with an encoder-decoder or a decoder alone: prompts are read once, answers decoded with a
 * cache.
 */
@NullMarked
package io.rolestream.engine.model.generation;

import org.jspecify.annotations.NullMarked;
