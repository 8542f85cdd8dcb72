package io.rolestream.engine.task;

/**
 * A text that a model wrote.
 *
 * @param text without special tokens, and without the stop sequence that ends it
 * @param tokens the ids, without the token that the answer begins with, with the one that ends it or those of the stop
 *     sequence if there are any
 * @param logProbabilities the natural logarithm of the probability of each token, at most 0, in the model's own
 *     distribution: before temperature, top-k, top-p and a restriction to given texts
 * @param ended whether the model, a stop sequence or the restriction to given texts ended it; if not, it has the
 *     greatest length
 * @param cut whether part of the prompt was not read
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record GeneratedText(String text, int[] tokens, float[] logProbabilities, boolean ended, boolean cut) {}
