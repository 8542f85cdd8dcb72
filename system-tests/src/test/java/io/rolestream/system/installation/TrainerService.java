package io.rolestream.system.installation;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** {@code rolestream train} in a process of its own, which keeps its data directory and, by its name, the lead. */
public final class TrainerService extends ServiceProcess {
    /** Starts it; returns at once. */
    public TrainerService(String name, Path directory, Path logs, Endpoints broker, Map<String, String> settings)
            throws IOException {
        super("train", " on events from ", name, directory, logs, broker, settings, Map.of());
    }
}
