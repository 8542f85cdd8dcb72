package io.rolestream.dashboard.labels;

import java.util.List;

/**
 * Labels to show, of an evenly drawn sample.
 *
 * @param rows newest first
 * @param decided all labels decided from {@code fromMillis} on
 * @param drawn those of them that were looked through
 * @param matching those of the drawn that were asked for; {@code rows} has the newest
 * @param fromMillis milliseconds since 1970; 0 without labels
 */
public record LabelsPart(List<ListedLabel> rows, int decided, int drawn, int matching, long fromMillis) {}
