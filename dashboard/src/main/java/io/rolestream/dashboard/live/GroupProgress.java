package io.rolestream.dashboard.live;

/** How long a consumer group has made no progress although there was something to read, as observed. For one thread. */
final class GroupProgress {
    /** After this long without an observation, the progress is unknown. */
    private static final long GAP = 10_000;

    private long read = Backlog.UNKNOWN;
    private long lookedAt;
    private long movedAt;

    /**
     * @param behind how many records it has to read; {@link Backlog#UNKNOWN} where that is not known
     * @param readNow up to where it has read
     */
    void at(long behind, long readNow, long nowMillis) {
        if (behind <= 0 || readNow != read || nowMillis - lookedAt > GAP) {
            movedAt = nowMillis;
        }
        read = readNow;
        lookedAt = nowMillis;
    }

    long stoodStillMillis() {
        return lookedAt - movedAt;
    }
}
