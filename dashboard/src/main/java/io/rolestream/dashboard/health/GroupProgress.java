package io.rolestream.dashboard.health;

/** How long a consumer group has made no progress although records were waiting. For one thread. */
public final class GroupProgress {
    /** After this long without an observation, the progress is unknown. */
    private static final long GAP = 10_000;

    private long read = Backlog.UNKNOWN;
    private long lookedAt;
    private long movedAt;

    /** Notes the group's lag in records, or {@link Backlog#UNKNOWN}, and the sum of its offsets. */
    public void at(long behind, long readNow, long nowMillis) {
        if (behind <= 0 || readNow != read || nowMillis - lookedAt > GAP) {
            movedAt = nowMillis;
        }
        read = readNow;
        lookedAt = nowMillis;
    }

    public long stoodStillMillis() {
        return lookedAt - movedAt;
    }
}
