/**
 * Texts to token ids. {@link io.rolestream.classifier.tokenizer.BpeTrainer} learns a byte-level BPE vocabulary from texts,
 * {@link io.rolestream.classifier.tokenizer.TokenizerWriter} writes it as Hugging Face does, and
 * {@link io.rolestream.classifier.tokenizer.TextTokenizer} encodes with the tokenizer of any checkpoint, trained here or elsewhere.
 */
@NullMarked
package io.rolestream.engine.tokenizer;

import org.jspecify.annotations.NullMarked;
