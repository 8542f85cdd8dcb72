package io.rolestream.system.chaos;

import io.rolestream.system.installation.Endpoints;
import io.rolestream.system.installation.ServiceProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** A service whose clock can be set. */
final class ChaosService extends ServiceProcess {
    private final ChaosClock clock;

    /**
     * Starts it; returns at once.
     *
     * @param ready part of a line that it prints when it works
     */
    ChaosService(
            String command,
            String ready,
            String name,
            Path directory,
            Path logs,
            Endpoints endpoints,
            Map<String, String> settings,
            ChaosClock clock)
            throws IOException {
        super(command, ready, name, directory, logs, endpoints, settings, clock.environment());
        this.clock = clock;
    }

    ChaosClock clock() {
        return clock;
    }
}
