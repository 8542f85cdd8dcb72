package io.rolestream.engine.batching;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The memory of this process that is not the Java heap. */
public final class NativeMemory {
    private static final Path STATUS = Path.of("/proc/self/status");

    private NativeMemory() {}

    public static void assumeMeasurable() {
        assumeTrue(Files.exists(STATUS), "no " + STATUS + " here to read the resident size from");
    }

    /** What is resident, less the Java heap. */
    public static long kib() throws IOException {
        System.gc();
        return Files.readAllLines(STATUS).stream()
                        .filter(line -> line.startsWith("VmRSS:"))
                        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                        .sum()
                - Runtime.getRuntime().totalMemory() / 1024;
    }
}
