package io.rolestream.engine.task;

/**
 * A text that a model wrote.
 *
 * @param text without special tokens
 * @param tokens the ids, without the token that the answer begins with, with the one that ends it if there is one
 * @param ended whether the model ended it; if not, it has the greatest length
 * @param cut whether part of the prompt was not read
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record GeneratedText(String text, int[] tokens, boolean ended, boolean cut) {}
