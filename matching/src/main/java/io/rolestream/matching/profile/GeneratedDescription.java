package io.rolestream.matching.profile;

/**
 * A job description that a model wrote for a resume. It is a way to find postings, never a posting itself: nothing that
 * it says about employers, skills or salaries is known to be true.
 *
 * @param text as it was written
 * @param generator the version of the model that wrote it
 * @param seed of the sampling
 * @param finished whether the model ended the text itself; false if it was cut at the greatest length
 */
public record GeneratedDescription(String text, String generator, long seed, boolean finished) {}
