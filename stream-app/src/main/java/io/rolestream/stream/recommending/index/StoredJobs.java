package io.rolestream.stream.recommending.index;

import io.rolestream.common.files.FileException;
import io.rolestream.common.files.Replacement;
import io.rolestream.matching.index.MatchIndex;
import io.rolestream.matching.profile.Side;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The index of jobs of one version of the matcher on disk, with the table of what was read of them.
 *
 * <p><b>The invariant.</b> A commit is whole or not there: index, table, and the offsets that both follow from. The
 * table is written to a file of its own and forced to the disk before the index is committed with the file's name and
 * checksum and the offsets; the table before is deleted afterwards. Who opens it reads the topics on from the offsets.
 *
 * <p><b>What it cannot see.</b> A compacted topic forgets deletions. So the commit names a time as of which its reader
 * had read all, and is not used once deletions from then on may have left the topics ({@link Sources#problem}); it is
 * made only by a reader that has caught up.
 *
 * <p>For one thread, except that any may search the index.
 */
final class StoredJobs implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StoredJobs.class);

    private static final Duration COMMIT_EVERY = Duration.ofMinutes(1);
    /** What does not change is committed too, because a commit ages. */
    private static final Duration COMMIT_UNCHANGED_EVERY = Duration.ofHours(1);
    /** Commits take no more than this part of the time. */
    private static final int MOST_TIME = 50;

    private static final Duration PURGE_EVERY = Duration.ofDays(1);
    /** The part of the time for which topics keep deletions that a commit may be old, in tenths. */
    private static final int USABLE_TENTHS = 9;

    private static final String INDEX = "index";
    private static final String TABLE = "table-";
    private static final String FORMAT = "format";
    private static final String AT = "at";
    private static final String CHECKSUM = "checksum";

    /**
     * A topic, and how far it was read.
     *
     * @param id which one of those that had this name
     * @param beginnings the oldest offset of each partition
     * @param offsets up to which (exclusive) each partition was read
     */
    record Source(String id, List<Long> beginnings, List<Long> offsets) {
        Source {
            beginnings = List.copyOf(beginnings);
            offsets = List.copyOf(offsets);
        }

        void put(String name, Map<String, String> data) {
            data.put(name + ".id", id);
            data.put(name + ".beginnings", text(beginnings));
            data.put(name + ".offsets", text(offsets));
        }

        static Source of(String name, Map<String, String> data) throws IOException {
            return new Source(
                    required(name + ".id", data),
                    numbers(required(name + ".beginnings", data)),
                    numbers(required(name + ".offsets", data)));
        }

        private static String text(List<Long> numbers) {
            return numbers.stream().map(String::valueOf).collect(Collectors.joining(","));
        }

        private static List<Long> numbers(String text) {
            return text.isEmpty()
                    ? List.of()
                    : Arrays.stream(text.split(",")).map(Long::valueOf).toList();
        }

        /** @param present with the ends as offsets */
        private @Nullable String problem(String name, Source present) {
            if (!id.equals(present.id)) {
                return name + " was deleted and created again";
            }
            if (offsets.size() != present.offsets.size()) {
                return name + " has another number of partitions";
            }
            for (int partition = 0; partition < offsets.size(); partition++) {
                if (offsets.get(partition) > present.offsets.get(partition)) {
                    return "%s-%d ends at offset %d, before %d"
                            .formatted(name, partition, present.offsets.get(partition), offsets.get(partition));
                }
                if (beginnings.get(partition) < present.beginnings.get(partition)) {
                    return "%s-%d begins at offset %d, after %d"
                            .formatted(name, partition, present.beginnings.get(partition), beginnings.get(partition));
                }
            }
            return null;
        }
    }

    /**
     * What an index of jobs follows from.
     *
     * @param at a time as of which all of it had been read
     */
    record Sources(Source jobs, Source labels, Instant at) {
        /**
         * Why an index of these cannot be continued; null if it can.
         *
         * @param present the topics, with their ends as offsets, at the present time
         * @param tombstones how long the topics keep deletions
         */
        @Nullable
        String problem(Sources present, Duration tombstones) {
            String problem = jobs.problem("jobs", present.jobs);
            if (problem == null) {
                problem = labels.problem("labelled-jobs", present.labels);
            }
            if (problem != null) {
                return problem;
            }
            if (at.isAfter(present.at)) {
                return "it was written in the future, at " + at;
            }
            Duration usable = tombstones.dividedBy(10).multipliedBy(USABLE_TENTHS);
            return Duration.between(at, present.at).compareTo(usable) > 0
                    ? "it was written at %s, and topics keep deletions for %s".formatted(at, tombstones)
                    : null;
        }

        private boolean reads(Sources other) {
            return jobs.equals(other.jobs) && labels.equals(other.labels);
        }
    }

    private final Path directory;
    private final MatchIndex.OnDisk index;
    private final Runnable onClose;
    private @Nullable SideTable table;
    private @Nullable Sources sources;
    private String tableFile = "";
    private long number;
    private long checksum;
    private long committedAt = System.nanoTime();
    private long nextCommit = System.nanoTime();
    private long nextPurge = System.nanoTime();

    private StoredJobs(Path directory, MatchIndex.OnDisk index, Runnable onClose) {
        this.directory = directory;
        this.index = index;
        this.onClose = onClose;
    }

    /**
     * Takes what an index on disk holds, if it is whole.
     *
     * @param directory of this version
     * @param open opens the index in a directory
     * @param onClose called once it is closed
     * @throws FileException if the directory cannot be read or written, or another process uses it
     */
    static StoredJobs open(Path directory, Opening open, Runnable onClose) throws FileException {
        StoredJobs stored = new StoredJobs(directory, open.in(directory.resolve(INDEX)), onClose);
        try {
            stored.read();
            return stored;
        } catch (IOException e) {
            stored.index.close();
            throw FileException.of(directory, e);
        } catch (RuntimeException e) {
            stored.index.close();
            throw e;
        }
    }

    /** Opens an index. */
    @FunctionalInterface
    interface Opening {
        MatchIndex.OnDisk in(Path directory) throws FileException;
    }

    private void read() throws IOException {
        number = files().stream().mapToLong(StoredJobs::number).max().orElse(0);
        Map<String, String> data = index.committed();
        if (data.isEmpty()) {
            return;
        }
        try {
            if (!String.valueOf(TableFile.FORMAT).equals(data.get(FORMAT))) {
                throw new IOException("it has another format");
            }
            tableFile = required(TABLE, data);
            checksum = Long.parseLong(required(CHECKSUM, data));
            TableFile.State state = TableFile.read(directory.resolve(tableFile), checksum);
            if (state.indexed() != index.size()) {
                throw new IOException("it holds %d jobs, its table %d".formatted(index.size(), state.indexed()));
            }
            sources =
                    new Sources(Source.of("jobs", data), Source.of("labels", data), Instant.parse(required(AT, data)));
            table = new SideTable(Side.JOB, index, state);
        } catch (ClosedByInterruptException e) {
            throw e; // says nothing about the files
        } catch (IOException | NumberFormatException | DateTimeParseException e) {
            reset("it is damaged: " + e.getMessage());
        }
    }

    private static String required(String key, Map<String, String> data) throws IOException {
        String value = data.get(key);
        if (value == null) {
            throw new IOException("it names no " + key);
        }
        return value;
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.list(directory)) {
            return all.filter(file -> file.getFileName().toString().startsWith(TABLE))
                    .toList();
        }
    }

    private static long number(Path table) {
        try {
            return Long.parseLong(table.getFileName().toString().substring(TABLE.length()));
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    /** Begins anew. */
    void reset(String why) {
        LOG.info("the index of jobs in {} is built again: {}", directory, why);
        index.clear();
        table = null;
        sources = null;
        tableFile = "";
    }

    /** What it holds follows from these; null if it holds nothing. */
    @Nullable
    Sources sources() {
        return sources;
    }

    /** The table, over the index. Always the same, unless this was reset. */
    SideTable table() {
        SideTable present = table;
        if (present == null) {
            present = new SideTable(Side.JOB, index);
            table = present;
        }
        return present;
    }

    /** Whether it is time for a commit of what was read. */
    boolean isDue(Sources read) {
        long now = System.nanoTime();
        Sources before = sources;
        return now - nextCommit >= 0
                && (before == null || !before.reads(read) || now - committedAt >= COMMIT_UNCHANGED_EVERY.toNanos());
    }

    /**
     * Makes everything durable that was read.
     *
     * @throws UncheckedIOException if the disk fails; the index cannot be used any more
     */
    void commit(Sources read) {
        long start = System.nanoTime();
        try {
            if (sources == null || !read.reads(sources)) {
                tableFile = TABLE + ++number;
                checksum = TableFile.write(directory.resolve(tableFile), table().state());
                Replacement.syncDirectory(directory);
            }
            Map<String, String> data = new TreeMap<>();
            data.put(FORMAT, String.valueOf(TableFile.FORMAT));
            data.put(TABLE, tableFile);
            data.put(CHECKSUM, String.valueOf(checksum));
            data.put(AT, read.at().toString());
            read.jobs().put("jobs", data);
            read.labels().put("labels", data);
            index.commit(data);
            index.refresh(); // searches let go of files that the commit does without, such as those of deleted jobs
            sources = read;
            for (Path file : files()) {
                if (!file.getFileName().toString().equals(tableFile)) {
                    Files.delete(file);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(FileException.of(directory, e));
        }
        committedAt = System.nanoTime();
        long took = committedAt - start;
        nextCommit = committedAt + Math.max(COMMIT_EVERY.toNanos(), MOST_TIME * took);
        LOG.debug(
                "the index of jobs was committed in {} ms",
                Duration.ofNanos(took).toMillis());
    }

    /** Once a day, has the texts of deleted jobs removed from the disk. */
    void purge() {
        long now = System.nanoTime();
        if (now - nextPurge >= 0) {
            nextPurge = now + PURGE_EVERY.toNanos();
            index.purge();
        }
    }

    /** Drops what is not committed. */
    @Override
    public void close() {
        try {
            index.close();
        } catch (UncheckedIOException e) {
            LOG.warn("the index of jobs was not closed in order: {}", e.toString());
        } finally {
            onClose.run();
        }
    }
}
