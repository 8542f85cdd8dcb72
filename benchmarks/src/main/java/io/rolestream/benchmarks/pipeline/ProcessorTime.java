package io.rolestream.benchmarks.pipeline;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * Processor time of this process: broker, clients and service together. Other processes on the machine hardly change it,
 * which is why it tells more than the clock on a machine that is shared. The compilers' part is left out where Linux
 * shows it: in the first minutes it can be a third of everything.
 */
final class ProcessorTime {
    private static final OperatingSystemMXBean PROCESS =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private static final Path TASKS = Path.of("/proc/self/task");
    private static final String COMPILER = "CompilerThre";
    private static final double MICROS_PER_TICK = 10_000;
    /** Of a task's stat line, counted from behind its name: user and system time in ticks. */
    private static final int USER = 12;

    private static final int SYSTEM = 13;

    private ProcessorTime() {}

    /** Microseconds since the process began. */
    static double micros() {
        return PROCESS.getProcessCpuTime() / 1e3 - compilers();
    }

    private static double compilers() {
        if (!Files.isDirectory(TASKS)) {
            return 0;
        }
        try (Stream<Path> tasks = Files.list(TASKS)) {
            return tasks.mapToDouble(task -> compiler(task.resolve("stat"))).sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static double compiler(Path stat) {
        try {
            String line = Files.readString(stat, StandardCharsets.ISO_8859_1);
            if (!line.contains(COMPILER)) {
                return 0;
            }
            String[] fields = line.substring(line.lastIndexOf(')') + 1).split(" ", -1);
            return (Long.parseLong(fields[USER]) + Long.parseLong(fields[SYSTEM])) * MICROS_PER_TICK;
        } catch (NoSuchFileException e) {
            return 0; // a thread that has just ended
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
