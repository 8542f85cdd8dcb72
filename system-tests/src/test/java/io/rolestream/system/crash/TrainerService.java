package io.rolestream.system.crash;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** {@code rolestream train} in a process of its own, which keeps its data directory and, by its name, the lead. */
final class TrainerService extends ServiceProcess {
    /** Starts it; returns at once. */
    TrainerService(String name, Path directory, Path logs, Broker broker, Map<String, String> settings)
            throws IOException {
        super("train", " with what comes from ", name, directory, logs, broker, settings);
    }
}
