package io.rolestream.benchmarks.matching;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/** Processor time and memory of this process. */
public final class ProcessFigures {
    private static final OperatingSystemMXBean PROCESS =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final Path STATUS = Path.of("/proc/self/status");

    private ProcessFigures() {}

    /** Of all threads, in nanoseconds. */
    public static long processorTime() {
        return PROCESS.getProcessCpuTime();
    }

    /** Of this thread, in nanoseconds. */
    static long threadTime() {
        return THREADS.getCurrentThreadCpuTime();
    }

    /** Bytes in use after a full collection. */
    static long usedHeap() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    /** Megabytes of memory that the process occupies; NaN without Linux. */
    static double residentMegabytes() throws IOException {
        if (!Files.exists(STATUS)) {
            return Double.NaN;
        }
        return Files.readAllLines(STATUS).stream()
                .filter(line -> line.startsWith("VmRSS"))
                .mapToDouble(line -> Long.parseLong(line.replaceAll("\\D+", "")) / 1000.0)
                .findFirst()
                .orElse(Double.NaN);
    }
}
