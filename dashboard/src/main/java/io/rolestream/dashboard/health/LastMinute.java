package io.rolestream.dashboard.health;

/**
 * Counts of the last minute.
 *
 * @param resumesBefore those that arrived more than half a minute ago
 * @param compared labels on which both rules and model voted
 * @param degraded labels without the awaited vote
 */
public record LastMinute(long resumes, long resumesBefore, long labels, long compared, long disagreed, long degraded) {}
