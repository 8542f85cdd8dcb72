package io.rolestream.matching.ranking;

/**
 * A part of a score.
 *
 * @param name {@code bm25}, {@code embedding}, {@code role}, {@code skills}, {@code seniority}, {@code reward} or
 *     {@code description}
 * @param value the part's own value
 * @param rank by this part alone, from 1; 0 where the part does not rank
 * @param contribution what it adds to the score
 */
public record ScorePart(String name, float value, int rank, float contribution) {}
