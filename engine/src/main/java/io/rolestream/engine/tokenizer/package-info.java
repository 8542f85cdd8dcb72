/**
 * Texts to token ids. {@link io.rolestream.engine.tokenizer.bpe.BpeTrainer} learns a byte-level BPE vocabulary from
 * texts, {@link io.rolestream.engine.tokenizer.bpe.TokenizerWriter} writes it as Hugging Face does, and
 * {@link TextTokenizer} encodes with the tokenizer of any checkpoint, trained here or elsewhere.
 */
@NullMarked
package io.rolestream.engine.tokenizer;

import org.jspecify.annotations.NullMarked;
