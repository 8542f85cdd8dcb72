package io.rolestream.matching.ranking;

import io.rolestream.matching.profile.Side;

/**
 * A part of a text that was used.
 *
 * @param field {@code skills}, {@code text}, {@code title} or {@code description}
 * @param start where it starts in the field, in UTF-16 code units
 * @param end where it ends, exclusive
 */
public record Passage(Side side, String field, int start, int end) {}
