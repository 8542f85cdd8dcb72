/** Fine-tuning of a decoder: it learns answers to prompts. */
@NullMarked
package io.rolestream.engine.training.generation;

import org.jspecify.annotations.NullMarked;
