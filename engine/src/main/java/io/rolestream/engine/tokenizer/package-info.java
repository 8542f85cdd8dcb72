/**
 * Turns texts into token ids: {@link TextTokenizer} encodes with the tokenizer of any checkpoint. The package
 * {@code bpe} trains byte-level BPE tokenizers, {@code json} checks what the native library reads.
 */
@NullMarked
package io.rolestream.engine.tokenizer;

import org.jspecify.annotations.NullMarked;
