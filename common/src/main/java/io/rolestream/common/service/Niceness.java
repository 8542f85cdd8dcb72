package io.rolestream.common.service;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a thread, and threads that it starts later, yield to others. On Linux niceness belongs to the thread, and new
 * threads inherit it, including native ones; Java's thread priorities have no effect.
 */
public final class Niceness {
    private static final Logger LOG = LoggerFactory.getLogger(Niceness.class);
    private static final Path THREAD = Path.of("/proc/thread-self");
    private static final int PATIENCE_SECONDS = 5;

    private Niceness() {}

    /**
     * Makes the calling thread nicer if the system allows it, and logs otherwise.
     *
     * @param what does it, for the log
     * @param nice 0 to 19; 0 changes nothing
     */
    public static void apply(String what, int nice) throws InterruptedException {
        if (nice == 0) {
            return;
        }
        try {
            String thread = String.valueOf(Files.readSymbolicLink(THREAD).getFileName());
            Process renice = new ProcessBuilder("renice", "-n", Integer.toString(nice), "-p", thread)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (renice.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) && renice.exitValue() == 0) {
                LOG.info("{} has niceness {}", what, nice);
                return;
            }
            renice.destroyForcibly();
            LOG.warn("{} does not yield to others: `renice` failed", what);
        } catch (IOException e) {
            LOG.warn("{} does not yield to others, because niceness cannot be set here: {}", what, e.toString());
        }
    }
}
