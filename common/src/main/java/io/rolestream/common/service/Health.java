package io.rolestream.common.service;

/** What a service says of itself, at any time and to any thread. */
public interface Health {
    /**
     * Whether it can go on without a restart.
     *
     * @return never waits
     */
    boolean isLive();

    /** Whether it does its work now. */
    boolean isReady();

    /** What it does, in a few words. */
    String describe();
}
