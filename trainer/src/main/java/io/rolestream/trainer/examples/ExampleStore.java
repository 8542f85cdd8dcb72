package io.rolestream.trainer.examples;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;

/**
 * The accumulated examples of one trainer.
 *
 * <p><b>Each record counts once.</b> Rows and positions change in one transaction, and records below the position are
 * skipped, so they agree after any crash.
 *
 * <p><b>Deletion.</b> A text is deleted with the last resume that has it. Deleted bytes are overwritten with zeros, but
 * former pages stay in the write-ahead log until {@link #scrub} or closing empties it.
 *
 * <p>Thread-safe; calls are serialised. {@link ExampleReader}s have their own connections, and do not wait.
 */
public final class ExampleStore implements AutoCloseable {
    private static final int PAGES_GIVEN_BACK = 10_000;

    private final Path directory;
    private final WriterLock lock;
    private final Connection connection;
    private final ExampleWriter writer;
    private final Positions positions;
    private final ExampleRetentionSweep sweep;
    private boolean mustScrub;

    @FunctionalInterface
    private interface Question<T> {
        T ask() throws SQLException;
    }

    @FunctionalInterface
    private interface Action {
        void run() throws SQLException;
    }

    private ExampleStore(Path directory, WriterLock lock, Connection connection) throws SQLException {
        this.directory = directory;
        this.lock = lock;
        this.connection = connection;
        this.writer = new ExampleWriter(connection);
        this.positions = new Positions(connection);
        this.sweep = new ExampleRetentionSweep(connection);
        this.mustScrub = true; // a killed process may not have done so
    }

    /**
     * Opens a store, creating it if missing.
     *
     * @throws ExampleStoreException if another process accumulates there, or the file is not such a store
     */
    public static ExampleStore open(Path directory) {
        WriterLock lock = WriterLock.take(directory);
        try {
            return new ExampleStore(directory, lock, ExampleDatabase.openForWriting(directory));
        } catch (SQLException e) {
            release(lock);
            throw ExampleDatabase.failure(ExampleDatabase.file(directory), "cannot be opened", e);
        } catch (RuntimeException e) {
            release(lock);
            throw e;
        }
    }

    /**
     * Stores all records or, if it throws, none.
     *
     * @param records of each partition in the order of their offsets
     * @param next the offset to read next of each partition, which may be beyond its last usable record
     */
    public synchronized void apply(List<SourceRecord> records, Map<TopicPartition, Long> next) {
        act("cannot store examples", () -> {
            Map<TopicPartition, Long> known = positions.read();
            Map<TopicPartition, long[]> counts = new HashMap<>();
            for (SourceRecord record : records) {
                if (record.offset() < known.getOrDefault(record.partition(), 0L)) {
                    continue;
                }
                long[] count = counts.computeIfAbsent(record.partition(), partition -> new long[2]);
                if (record.change() == null) {
                    count[1]++;
                } else {
                    count[0]++;
                    mustScrub |= writer.write(record.change());
                }
            }
            for (Map.Entry<TopicPartition, Long> entry : next.entrySet()) {
                long[] count = counts.getOrDefault(entry.getKey(), new long[2]);
                long position = Math.max(entry.getValue(), known.getOrDefault(entry.getKey(), 0L));
                positions.advance(entry.getKey(), position, count[0], count[1]);
            }
        });
    }

    /** The offset to read next of each partition. */
    public synchronized Map<TopicPartition, Long> positions() {
        return ask("cannot report its positions", positions::read);
    }

    /** How far each partition was read, and how much of it was taken in. */
    public synchronized Map<TopicPartition, TopicProgress> progress() {
        return ask("cannot report its positions", positions::progress);
    }

    /** The id of the topic that was read under this name. */
    public synchronized Optional<Uuid> topicId(String topic) {
        return ask("cannot report its positions", () -> positions.topicId(topic));
    }

    /** Starts a recreated topic from its beginning. Rows stay, and are replaced by their keys. */
    public synchronized void beginTopic(String topic, Uuid id) {
        act("cannot start a topic", () -> positions.begin(topic, id));
    }

    /** Starts a partition that has lost its next record from its beginning. */
    public synchronized void beginPartition(TopicPartition partition) {
        act("cannot start a partition", () -> positions.drop(partition));
    }

    /**
     * Drops a slice of the examples beyond the retention.
     *
     * @return how many resumes were dropped; 0 at the end
     */
    public synchronized int sweep(Retention retention, Instant now) {
        return ask("cannot be swept", () -> {
            List<String> resumes = sweep.next(retention, now);
            for (String resume : resumes) {
                mustScrub |= writer.forget(resume);
            }
            return resumes.size();
        });
    }

    /**
     * Empties the log, unless readers prevent that, and gives free space back to the disk.
     *
     * @return whether no deleted data is left
     */
    public synchronized boolean scrub() {
        if (!mustScrub) {
            return true;
        }
        try {
            connection.setAutoCommit(true); // no checkpoint in a transaction
            try (Statement statement = connection.createStatement()) {
                statement.executeUpdate("PRAGMA incremental_vacuum(" + PAGES_GIVEN_BACK + ")");
                mustScrub = ExampleDatabase.number(statement, "PRAGMA wal_checkpoint(TRUNCATE)") != 0;
            } finally {
                connection.setAutoCommit(false);
            }
            return !mustScrub;
        } catch (SQLException e) {
            throw failure("cannot be cleaned up", e);
        }
    }

    public ExampleReader reader() {
        return ExampleReader.open(directory);
    }

    private void act(String complaint, Action action) {
        ask(complaint, () -> {
            action.run();
            return true;
        });
    }

    private <T> T ask(String complaint, Question<T> question) {
        try {
            T result = question.ask();
            connection.commit();
            return result;
        } catch (SQLException e) {
            rollBack(e);
            throw failure(complaint, e);
        } catch (RuntimeException e) {
            rollBack(e);
            throw e;
        }
    }

    private void rollBack(Exception cause) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }

    private ExampleStoreException failure(String what, SQLException e) {
        return ExampleDatabase.failure(ExampleDatabase.file(directory), what, e);
    }

    private static void release(WriterLock lock) {
        try {
            lock.close();
        } catch (IOException e) {
            throw new ExampleStoreException("The lock of the examples cannot be released: " + e, e);
        }
    }

    /** Empties the log, and releases the directory. */
    @Override
    public synchronized void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw failure("cannot be closed", e);
        } finally {
            release(lock);
        }
    }
}
