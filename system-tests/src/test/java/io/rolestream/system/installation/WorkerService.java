package io.rolestream.system.installation;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** {@code rolestream worker} in a process of its own, as a static member of its group. */
public final class WorkerService extends ServiceProcess {
    public static final String GROUP = "rolestream-worker";

    /** Starts it; returns at once. It is ready when a model votes. */
    public WorkerService(String name, Path directory, Path logs, Endpoints broker, Map<String, String> settings)
            throws IOException {
        super("worker", " votes from now on", name, directory, logs, broker, settings, Map.of());
    }
}
