/**
 * Checkpoints in the layout of Hugging Face directories: {@code config.json}, tokenizer files and weights as
 * safetensors, in and out. Weights in a pickle are never loaded.
 */
@NullMarked
package io.rolestream.engine.checkpoint;

import org.jspecify.annotations.NullMarked;
