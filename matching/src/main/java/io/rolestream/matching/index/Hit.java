package io.rolestream.matching.index;

/**
 * Something that was retrieved.
 *
 * @param score BM25, or the cosine of the vectors
 * @param rank from 1
 */
public record Hit(String id, float score, int rank) {}
