package io.rolestream.trainer.matching.store;

import io.rolestream.common.files.PrivateFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * The file of a {@link MatchStore}, its tables, and transactions on them. Several may have the same file open. Deleted
 * data is overwritten with zeros, in the log too once it is {@linkplain #scrub scrubbed}. For one thread.
 */
final class MatchDatabase implements AutoCloseable {
    static final String FILE = "matches.db";
    private static final int VERSION = 3;
    private static final String KEYED_HASH = "HmacSHA256";
    private static final List<String> SCHEMA = List.of(
            "CREATE TABLE resumes (id TEXT PRIMARY KEY, skills TEXT, text TEXT, years REAL,"
                    + " at INTEGER NOT NULL) STRICT, WITHOUT ROWID",
            "CREATE TABLE secret (key BLOB NOT NULL) STRICT",
            "INSERT INTO secret VALUES (randomblob(32))",
            "CREATE TABLE erased (who BLOB PRIMARY KEY, at INTEGER NOT NULL) STRICT, WITHOUT ROWID",
            "CREATE TABLE erased_jobs (id TEXT PRIMARY KEY, at INTEGER NOT NULL) STRICT, WITHOUT ROWID",
            "CREATE TABLE jobs (id TEXT PRIMARY KEY, title TEXT NOT NULL, skills TEXT, description TEXT,"
                    + " location TEXT, remote INTEGER, seniority TEXT) STRICT, WITHOUT ROWID",
            "CREATE TABLE reactions (topic TEXT NOT NULL, partition INTEGER NOT NULL, record INTEGER NOT NULL,"
                    + " resume TEXT NOT NULL, job TEXT NOT NULL, action TEXT NOT NULL, position INTEGER,"
                    + " at INTEGER NOT NULL, PRIMARY KEY (topic, partition, record)) STRICT, WITHOUT ROWID",
            "CREATE INDEX reactions_of_resume ON reactions (resume)",
            "CREATE INDEX reactions_of_job ON reactions (job)",
            "CREATE TABLE topics (name TEXT PRIMARY KEY, topic_id TEXT NOT NULL) STRICT, WITHOUT ROWID",
            "CREATE TABLE positions (topic TEXT NOT NULL, partition INTEGER NOT NULL, next INTEGER NOT NULL,"
                    + " PRIMARY KEY (topic, partition)) STRICT, WITHOUT ROWID",
            "PRAGMA user_version = " + VERSION);

    private final Path file;
    private final Connection connection;
    private byte @Nullable [] key;

    private MatchDatabase(Path file, Connection connection) {
        this.file = file;
        this.connection = connection;
    }

    /** @throws MatchStoreException if it cannot be opened, or another version of the program wrote it */
    static MatchDatabase open(Path directory) {
        Path file = directory.resolve(FILE);
        try {
            PrivateFiles.directory(directory);
            Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
            MatchDatabase database = new MatchDatabase(file, connection);
            try {
                database.prepare();
            } catch (SQLException | RuntimeException e) {
                connection.close();
                throw e;
            }
            return database;
        } catch (SQLException | IOException e) {
            throw new MatchStoreException(file + " cannot be opened: " + e.getMessage(), e);
        }
    }

    private void prepare() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA busy_timeout = 10000");
            statement.execute("PRAGMA journal_mode = WAL");
            statement.execute("PRAGMA secure_delete = ON");
            statement.execute("BEGIN IMMEDIATE"); // another process may be creating it
            int version = version(statement);
            if (version == 0) {
                for (String sql : SCHEMA) {
                    statement.execute(sql);
                }
            } else if (version != VERSION) {
                throw new MatchStoreException(
                        file + " was written by another version of the program; delete it, and it is filled again"
                                + " from the topics",
                        new SQLException("format " + version));
            }
            statement.execute("COMMIT");
            connection.setAutoCommit(false);
        }
    }

    private static int version(Statement statement) throws SQLException {
        try (ResultSet found = statement.executeQuery("PRAGMA user_version")) {
            return found.next() ? found.getInt(1) : 0;
        }
    }

    @FunctionalInterface
    interface RowReader {
        void read(ResultSet row) throws SQLException;
    }

    @FunctionalInterface
    interface Work {
        void run() throws SQLException;
    }

    /** Call it in a {@link #transaction}, which ends the reading. */
    void query(String sql, RowReader reader, Object... values) throws SQLException {
        try (PreparedStatement statement = prepared(sql, values);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                reader.read(rows);
            }
        }
    }

    /** Call it in a {@link #transaction}. */
    void update(String sql, @Nullable Object... values) throws SQLException {
        try (PreparedStatement statement = prepared(sql, values)) {
            statement.executeUpdate();
        }
    }

    private PreparedStatement prepared(String sql, @Nullable Object... values) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
        return statement;
    }

    /**
     * All of it or nothing, on rows that no other connection changes meanwhile: a transaction that read first would
     * fail if another connection wrote between the reading and the writing.
     */
    void writing(Work work) {
        transaction(() -> {
            update("UPDATE positions SET next = next WHERE FALSE"); // takes the lock, waiting for it
            work.run();
        });
    }

    /** All of it or nothing. For reading, or for writing only. */
    void transaction(Work work) {
        try {
            try {
                work.run();
                connection.commit();
            } catch (SQLException | RuntimeException e) {
                connection.rollback();
                throw e;
            }
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    /** What stands for an erased id: only who has this database can tell whether it is a certain one. */
    byte[] keyedHash(String id) throws SQLException {
        byte[] known = key;
        if (known == null) {
            List<byte[]> stored = new ArrayList<>();
            query("SELECT key FROM secret", row -> stored.add(row.getBytes(1)));
            known = stored.get(0);
            key = known;
        }
        try {
            Mac mac = Mac.getInstance(KEYED_HASH);
            mac.init(new SecretKeySpec(known, KEYED_HASH));
            return mac.doFinal(id.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + KEYED_HASH, e);
        }
    }

    /** Writes a copy of the present state into a directory; an old copy there is replaced. */
    void copy(Path directory) throws IOException {
        PrivateFiles.directory(directory);
        Path target = directory.resolve(FILE);
        Files.deleteIfExists(target);
        outsideTransactions("VACUUM INTO '" + target.toString().replace("'", "''") + "'");
    }

    /** Removes deleted texts from the log, unless another connection reads them. */
    void scrub() {
        outsideTransactions("PRAGMA wal_checkpoint(TRUNCATE)");
    }

    private void outsideTransactions(String sql) {
        try (Statement statement = connection.createStatement()) {
            connection.setAutoCommit(true);
            try {
                statement.execute(sql);
            } finally {
                connection.setAutoCommit(false);
            }
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    private MatchStoreException failure(SQLException e) {
        return new MatchStoreException(file + ": " + e.getMessage(), e);
    }

    /** Deletes the file and its logs, if they exist. */
    static void delete(Path directory) throws IOException {
        // The database first: SQLite deletes the log of a database that is not there.
        for (String suffix : List.of("", "-wal", "-shm")) {
            Files.deleteIfExists(directory.resolve(FILE + suffix));
        }
    }

    @Override
    public void close() {
        try (Statement statement = connection.createStatement()) {
            connection.setAutoCommit(true);
            statement.execute("PRAGMA wal_checkpoint(TRUNCATE)"); // former pages with deleted texts
            connection.close();
        } catch (SQLException e) {
            throw failure(e);
        }
    }
}
