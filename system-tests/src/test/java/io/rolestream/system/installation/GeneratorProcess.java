package io.rolestream.system.installation;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** {@code rolestream generator} in a process of its own, as a static member of its group. */
public final class GeneratorProcess extends ServiceProcess {
    /** Starts it; returns at once. It is ready when it has loaded its model. */
    public GeneratorProcess(String name, Path directory, Path logs, Endpoints broker, Map<String, String> settings)
            throws IOException {
        super("generator", "describes resumes", name, directory, logs, broker, settings, Map.of());
    }
}
