package io.rolestream.dashboard;

import org.jspecify.annotations.Nullable;

/** One service with a model for all tests of this process; it ends with the process. */
final class Running {
    private static @Nullable LabellingStack service;

    private Running() {}

    static synchronized LabellingStack service() throws Exception {
        if (service == null) {
            LabellingStack started = LabellingStack.start();
            Runtime.getRuntime().addShutdownHook(new Thread(started::close));
            started.announceChampion();
            service = started;
        }
        return service;
    }
}
