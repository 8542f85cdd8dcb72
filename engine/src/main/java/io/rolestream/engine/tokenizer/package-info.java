/**
 * Turns texts into token ids: {@link TextTokenizer} encodes with the tokenizer of any checkpoint. The package {@code bpe}
 * trains byte-level BPE tokenizers.
 */
@NullMarked
package io.rolestream.engine.tokenizer;

import org.jspecify.annotations.NullMarked;

