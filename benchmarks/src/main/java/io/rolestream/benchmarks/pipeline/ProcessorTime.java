package io.rolestream.benchmarks.pipeline;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Processor time of this process: broker, clients and service together. On a shared machine it says more than the
 * clock, since other processes hardly change it. On Linux the compilers' part, which can be a third in the first
 * minutes, is separate.
 *
 * @param micros by owner of the threads, in microseconds; all are OTHERS without Linux
 */
record ProcessorTime(Map<Party, Double> micros) {
    private static final OperatingSystemMXBean PROCESS =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private static final Path TASKS = Path.of("/proc/self/task");
    private static final double MICROS_PER_TICK = 10_000;
    /** Of a task's stat line, counted from behind its name: user and system time in ticks. */
    private static final int USER = 12;

    private static final int SYSTEM = 13;

    /** The owner of a thread, by its name, of which Linux keeps 15 characters. */
    enum Party {
        COMPILERS("CompilerThre"),
        /** The threads that compute a model. */
        MODEL("classifier-"),
        /** The loops of workers: fetching, reading, tokenizing, sending. */
        WORKERS("worker"),
        SERVICE(".stream-"),
        BROKER("data-plane", "kafka-1-", "TxnMarker", "AddPartitions", "quorum-", "group-coord", "controller-"),
        /** The ends, the clients' network threads, the garbage collector. */
        OTHERS();

        private final List<String> fragments;

        Party(String... fragments) {
            this.fragments = List.of(fragments);
        }

        private static Party of(String thread) {
            return Arrays.stream(values())
                    .filter(party -> party.fragments.stream().anyMatch(thread::contains))
                    .findFirst()
                    .orElse(OTHERS);
        }
    }

    static ProcessorTime now() {
        double total = PROCESS.getProcessCpuTime() / 1e3;
        Map<Party, Double> micros = new EnumMap<>(Party.class);
        if (Files.isDirectory(TASKS)) {
            try (Stream<Path> tasks = Files.list(TASKS)) {
                tasks.forEach(task -> add(task.resolve("stat"), micros));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        micros.remove(Party.OTHERS); // they also have the time of threads that have ended
        double known = micros.values().stream().mapToDouble(Double::doubleValue).sum();
        micros.put(Party.OTHERS, total - known);
        return new ProcessorTime(micros);
    }

    private static void add(Path stat, Map<Party, Double> into) {
        try {
            String line = Files.readString(stat, StandardCharsets.ISO_8859_1);
            int nameEnd = line.lastIndexOf(')');
            String[] fields = line.substring(nameEnd + 1).split(" ", -1);
            double micros = (Long.parseLong(fields[USER]) + Long.parseLong(fields[SYSTEM])) * MICROS_PER_TICK;
            into.merge(Party.of(line.substring(line.indexOf('(') + 1, nameEnd)), micros, Double::sum);
        } catch (NoSuchFileException e) {
            // a thread that has just ended
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The time used since an earlier moment, per resume. */
    ProcessorTime since(ProcessorTime earlier, int resumes) {
        Map<Party, Double> result = new EnumMap<>(Party.class);
        micros.forEach((party, now) -> result.put(party, (now - earlier.of(party)) / resumes));
        return new ProcessorTime(result);
    }

    double of(Party party) {
        return micros.getOrDefault(party, 0.0);
    }

    /** Of all parties but the compilers. */
    double total() {
        return micros.values().stream().mapToDouble(Double::doubleValue).sum() - of(Party.COMPILERS);
    }
}
