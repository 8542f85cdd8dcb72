/** Generates and scores text with an encoder-decoder: prompts are encoded once, answers decoded with a cache. */
@NullMarked
package io.rolestream.engine.model.generation;

import org.jspecify.annotations.NullMarked;
