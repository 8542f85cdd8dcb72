package io.rolestream.system.crash;

import java.time.Instant;

/** A failure that happened. */
record Incident(Failure failure, String process, Instant at) {}
