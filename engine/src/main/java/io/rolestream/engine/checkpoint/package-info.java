/**
 * Reads and writes checkpoints in Hugging Face's layout: {@code config.json}, tokenizer files and weights as
 * safetensors. Weights in a pickle are never loaded.
 */
@NullMarked
package io.rolestream.engine.checkpoint;

import org.jspecify.annotations.NullMarked;
