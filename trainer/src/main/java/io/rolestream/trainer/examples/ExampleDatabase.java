package io.rolestream.trainer.examples;

import io.rolestream.common.files.NativeLibraries;
import io.rolestream.common.files.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** Opens and creates the SQLite database: a write-ahead log, one writer, any number of readers. */
final class ExampleDatabase {
    /** "ROLE", in the file's header. */
    private static final int APPLICATION_ID = 0x524F4C45;

    private static final int VERSION = 3;
    /** The format in which the validation side of the split was called HOLD_OUT. */
    private static final int VERSION_WITH_HOLD_OUT = 2;

    private static final int BUSY_MILLIS = 10_000;
    private static final int CACHE_KIB = 64 * 1024;
    /** 128 MiB: a page that many transactions change is copied into the file once. */
    private static final int PAGES_BETWEEN_CHECKPOINTS = 32 * 1024;

    private static final List<String> SCHEMA = List.of(
            """
            CREATE TABLE contents (
              id INTEGER PRIMARY KEY AUTOINCREMENT,
              content_hash BLOB NOT NULL UNIQUE,
              split TEXT NOT NULL,
              rule_role TEXT,
              ruleset_version TEXT NOT NULL,
              confidence REAL NOT NULL,
              scores TEXT NOT NULL,
              evidence TEXT NOT NULL,
              text TEXT NOT NULL) STRICT""",
            // Caps and statistics are answered from these alone, without a look at the texts.
            "CREATE INDEX contents_by_role ON contents (rule_role)",
            "CREATE INDEX contents_by_split ON contents (split, ruleset_version)",
            """
            CREATE TABLE resumes (
              resume_id TEXT PRIMARY KEY,
              content INTEGER NOT NULL,
              submitted_at INTEGER NOT NULL) STRICT, WITHOUT ROWID""",
            "CREATE INDEX resumes_of_content ON resumes (content, submitted_at)",
            """
            CREATE TABLE corrections (
              resume_id TEXT PRIMARY KEY,
              content_hash BLOB,
              role TEXT NOT NULL,
              reviewer TEXT NOT NULL,
              corrected_at INTEGER NOT NULL,
              drawn_at_random INTEGER NOT NULL) STRICT, WITHOUT ROWID""",
            // A correction that names no text means the one that was current then, and none that came later.
            """
            CREATE VIEW held_corrections AS
              SELECT r.content, k.resume_id, k.role, k.reviewer, k.corrected_at, k.drawn_at_random
              FROM corrections k
                JOIN resumes r ON r.resume_id = k.resume_id
                JOIN contents c ON c.id = r.content
              WHERE k.content_hash = c.content_hash
                OR (k.content_hash IS NULL AND r.submitted_at <= k.corrected_at)""",
            "CREATE TABLE topics (name TEXT PRIMARY KEY, topic_id TEXT NOT NULL) STRICT, WITHOUT ROWID",
            """
            CREATE TABLE positions (
              topic TEXT NOT NULL,
              partition INTEGER NOT NULL,
              next INTEGER NOT NULL,
              records INTEGER NOT NULL,
              unusable INTEGER NOT NULL,
              PRIMARY KEY (topic, partition)) STRICT, WITHOUT ROWID""",
            "PRAGMA application_id = " + APPLICATION_ID,
            "PRAGMA user_version = " + VERSION);

    private ExampleDatabase() {}

    static Path file(Path directory) {
        return directory.resolve("examples.db");
    }

    /** Its size on disk, including the log. */
    static long bytes(Path directory) {
        long bytes = 0;
        for (String suffix : List.of("", "-wal", "-shm")) {
            Path file = directory.resolve(file(directory).getFileName() + suffix);
            try {
                bytes += Files.exists(file) ? Files.size(file) : 0;
            } catch (IOException e) {
                // Gone between the two looks: the last to close removes the log.
            }
        }
        return bytes;
    }

    /** Opens the database without auto-commit, creating it if missing. */
    static Connection openForWriting(Path directory) {
        Path file = file(directory);
        try {
            PrivateFiles.directory(directory);
            return open(file, false);
        } catch (IOException e) {
            throw new ExampleStoreException("Directory %s cannot be created: %s".formatted(directory, e), e);
        } catch (SQLException e) {
            throw failure(file, "cannot be opened", e);
        }
    }

    /**
     * Opens an existing database, to which another process may write. Without auto-commit, consecutive reads see one
     * state.
     */
    static Connection openForReading(Path directory) {
        Path file = file(directory);
        if (!Files.isRegularFile(file)) {
            throw new ExampleStoreException(
                    ("There are no examples in %s: a trainer accumulates them in the directory that"
                                    + " trainer.data.directory names")
                            .formatted(directory));
        }
        try {
            return open(file, true);
        } catch (SQLException e) {
            throw failure(file, "cannot be opened", e);
        }
    }

    private static Connection open(Path file, boolean readOnly) throws SQLException {
        NativeLibraries.prepare();
        SQLiteConfig config = new SQLiteConfig();
        config.setReadOnly(readOnly);
        config.setBusyTimeout(BUSY_MILLIS);
        Connection connection = config.createConnection("jdbc:sqlite:" + file.toAbsolutePath());
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA cache_size = -" + CACHE_KIB);
            statement.execute("PRAGMA temp_store = MEMORY");
            boolean isNew = number(statement, "SELECT count(*) FROM sqlite_schema") == 0;
            long version = isNew && !readOnly ? VERSION : check(file, statement, readOnly);
            if (!readOnly) {
                prepareForWriting(statement, isNew);
            }
            connection.setAutoCommit(false);
            if (isNew && !readOnly) {
                for (String sql : SCHEMA) {
                    statement.execute(sql);
                }
                connection.commit();
            } else if (version == VERSION_WITH_HOLD_OUT) {
                statement.executeUpdate("UPDATE contents SET split = 'VALIDATION' WHERE split = 'HOLD_OUT'");
                statement.execute("PRAGMA user_version = " + VERSION);
                connection.commit();
            }
            return connection;
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    private static void prepareForWriting(Statement statement, boolean isNew) throws SQLException {
        if (isNew) {
            statement.execute("PRAGMA auto_vacuum = INCREMENTAL");
        }
        statement.execute("PRAGMA journal_mode = WAL");
        // A power cut may undo the last transactions, and their offsets with them: they are read again.
        statement.execute("PRAGMA synchronous = NORMAL");
        statement.execute("PRAGMA wal_autocheckpoint = " + PAGES_BETWEEN_CHECKPOINTS);
        // What is deleted is overwritten with zeros.
        statement.execute("PRAGMA secure_delete = ON");
    }

    private static long check(Path file, Statement statement, boolean readOnly) throws SQLException {
        if (number(statement, "PRAGMA application_id") != APPLICATION_ID) {
            throw new ExampleStoreException(
                    ("%s is a database, but not of examples: move it away, or name another directory with"
                                    + " trainer.data.directory")
                            .formatted(file));
        }
        long version = number(statement, "PRAGMA user_version");
        if (version == VERSION_WITH_HOLD_OUT && readOnly) {
            throw new ExampleStoreException(
                    "%s has form %d, and this program reads form %d: start its trainer, which converts it"
                            .formatted(file, version, VERSION));
        }
        if (version != VERSION && version != VERSION_WITH_HOLD_OUT) {
            throw new ExampleStoreException(
                    ("%s has format %d, but this program reads format %d: use a newer program, or delete the file, and"
                                    + " the trainer reads everything again")
                            .formatted(file, version, VERSION));
        }
        return version;
    }

    static long number(Statement statement, String sql) throws SQLException {
        try (ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    static ExampleStoreException failure(Path file, String what, SQLException cause) {
        SQLiteErrorCode code =
                cause instanceof SQLiteException sqlite ? sqlite.getResultCode() : SQLiteErrorCode.UNKNOWN_ERROR;
        String advice = switch (code) {
            case SQLITE_NOTADB, SQLITE_CORRUPT, SQLITE_CORRUPT_VTAB ->
                ". It is damaged: delete it, and the trainer reads everything again from the topics";
            case SQLITE_FULL -> ". Its disk is full";
            case SQLITE_BUSY, SQLITE_LOCKED -> ". Another process is using it: try again later";
            case SQLITE_READONLY, SQLITE_PERM, SQLITE_CANTOPEN ->
                ". The user who runs this needs permission to write to its directory";
            default -> "";
        };
        return new ExampleStoreException("%s %s: %s%s".formatted(file, what, cause.getMessage(), advice), cause);
    }
}
