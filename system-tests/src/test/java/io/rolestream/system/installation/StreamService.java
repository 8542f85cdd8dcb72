package io.rolestream.system.installation;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** {@code rolestream stream} in a process of its own, which keeps its state directory. */
public final class StreamService extends ServiceProcess {
    public static final String GROUP = "rolestream-stream";

    /** Starts it; returns at once. */
    public StreamService(String name, Path directory, Path logs, Endpoints broker, Map<String, String> settings)
            throws IOException {
        super(
                "stream",
                "labelling ",
                name,
                directory,
                logs,
                broker,
                withState(settings, directory.resolve(name)),
                Map.of());
    }

    private static Map<String, String> withState(Map<String, String> settings, Path state) {
        Map<String, String> all = new HashMap<>(settings);
        all.put("state.directory", state.toString());
        return all;
    }
}
