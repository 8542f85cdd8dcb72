package io.rolestream.system.chaos.cluster;

/** What a {@link FaultyProxy} does with bytes. */
public enum Traffic {
    /** Forwards them. */
    PASS,
    /** Forwards answers late. */
    DELAY,
    /** Keeps connections open and forwards nothing until it passes again. */
    STALL,
    /** Swallows them, so that a connection never works again; the other side only notices by a timeout. */
    DROP,
    /** Closes each connection at once. */
    CUT
}
