/** Trains byte-level BPE tokenizers. */
@NullMarked
package io.rolestream.engine.tokenizer.bpe;

import org.jspecify.annotations.NullMarked;
