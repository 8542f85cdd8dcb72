package io.rolestream.system.chaos;

import io.rolestream.system.installation.Endpoints;
import io.rolestream.system.installation.ServiceProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A service whose clock can be set. */
final class ChaosService extends ServiceProcess {
    private final @Nullable ChaosClock clock;

    /**
     * Starts it; returns at once.
     *
     * @param ready part of a line that it prints when it works
     * @param clock null for the machine's
     */
    ChaosService(
            String command,
            String ready,
            String name,
            Path directory,
            Path logs,
            Endpoints endpoints,
            Map<String, String> settings,
            @Nullable ChaosClock clock)
            throws IOException {
        super(
                command,
                ready,
                name,
                directory,
                logs,
                endpoints,
                settings,
                clock == null ? Map.of() : clock.environment());
        this.clock = clock;
    }

    ChaosClock clock() {
        return Objects.requireNonNull(clock, () -> name() + " has the machine's clock");
    }
}
