package io.rolestream.dashboard.live;

/**
 * The lag of the consumer groups, in records; {@link #UNKNOWN} if unknown.
 *
 * @param stream resumes that the labelling service has to read
 * @param workers resumes that model workers have to read
 * @param votes votes that the labelling service has to read
 * @param resumesRead up to where it has read resumes: the sum of its committed offsets
 * @param votesRead up to where it has read votes
 */
public record Backlog(long stream, long workers, long votes, long resumesRead, long votesRead) {
    public static final long UNKNOWN = -1;

    /** Nothing is known. */
    public static final Backlog NONE = new Backlog(UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN);
}
