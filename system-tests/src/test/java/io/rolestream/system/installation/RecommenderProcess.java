package io.rolestream.system.installation;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** {@code rolestream recommender} in a process of its own, as a static member of its groups. */
public final class RecommenderProcess extends ServiceProcess {
    /** Starts it; returns at once. It is ready when its indexes have caught up. */
    public RecommenderProcess(String name, Path directory, Path logs, Endpoints broker, Map<String, String> settings)
            throws IOException {
        super("recommender", "lists are kept from now on", name, directory, logs, broker, settings, Map.of());
    }
}
