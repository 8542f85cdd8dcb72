package io.rolestream.dashboard;

import org.jspecify.annotations.Nullable;

/** One service with a model for all tests of this process; it ends with the process. */
final class Running {
    private static @Nullable WatchedStream service;

    private Running() {}

    static synchronized WatchedStream service() throws Exception {
        if (service == null) {
            WatchedStream started = WatchedStream.start();
            Runtime.getRuntime().addShutdownHook(new Thread(started::close));
            started.announceChampion();
            service = started;
        }
        return service;
    }
}
