package io.rolestream.common.service;

/** The health of a service. Any thread may ask at any time; no method blocks. */
public interface Health {
    /** Whether the service works without a restart. */
    boolean isLive();

    /** Whether the service does its work now. */
    boolean isReady();

    /** The service's state, in a few words. */
    String describe();
}
