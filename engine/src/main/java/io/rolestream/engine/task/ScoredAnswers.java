package io.rolestream.engine.task;

/**
 * How likely a model finds given answers to a prompt.
 *
 * @param logLikelihoods the natural logarithm of the probability of each answer, the sum over all its tokens and the
 *     one that ends it
 * @param tokens how many tokens each answer has, for who wants the mean instead
 * @param cut whether part of the prompt was not read
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record ScoredAnswers(float[] logLikelihoods, int[] tokens, boolean cut) {}
