package io.rolestream.dashboard.health;

/**
 * The lag of the consumer groups, in records, or {@link #UNKNOWN}.
 *
 * @param stream resumes that the labelling service has not read
 * @param workers resumes that the workers have not read
 * @param votes votes that the labelling service has not read
 * @param resumesRead the sum of the labelling service's committed offsets of resumes
 * @param votesRead the sum of its committed offsets of votes
 */
public record Backlog(long stream, long workers, long votes, long resumesRead, long votesRead) {
    public static final long UNKNOWN = -1;

    public static final Backlog NONE = new Backlog(UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN);
}
