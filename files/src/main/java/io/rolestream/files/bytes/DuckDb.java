package io.rolestream.files.bytes;

import io.rolestream.common.files.NativeLibraries;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** An in-memory DuckDB that can read one Parquet file and nothing else. */
public final class DuckDb {

    public static final String MEMORY_LIMIT = "256MB";

    private static final Pattern GLOB_CHARACTER = Pattern.compile("[*?\\[]");
    private static final int MAX_MESSAGE_CHARS = 300;

    private DuckDb() {}

    public static Connection connect(Path file) throws SQLException {
        NativeLibraries.prepare();
        Properties settings = new Properties();
        settings.setProperty("jdbc_stream_results", "true");
        settings.setProperty("preserve_insertion_order", "true");
        settings.setProperty("memory_limit", MEMORY_LIMIT);
        settings.setProperty("threads", "1");
        settings.setProperty("temp_directory", "");
        settings.setProperty("autoload_known_extensions", "false");
        settings.setProperty("autoinstall_known_extensions", "false");
        Connection database = DriverManager.getConnection("jdbc:duckdb:", settings);
        try (Statement statement = database.createStatement()) {
            if (!GLOB_CHARACTER.matcher(path(file)).find()) {
                statement.execute("SET allowed_paths = [" + literal(path(file)) + "]");
                statement.execute("SET enable_external_access = false");
            }
            statement.execute("SET lock_configuration = true");
        } catch (SQLException e) {
            closeQuietly(database);
            throw e;
        }
        return database;
    }

    /** A table function that reads the file; special characters in its path have no effect. */
    public static String parquetTable(Path file) {
        return "read_parquet(" + literal(pattern(file)) + ", hive_partitioning = false)";
    }

    public static long countRows(Statement statement, Path file) throws SQLException {
        try (ResultSet count =
                statement.executeQuery("SELECT num_rows FROM parquet_file_metadata(" + literal(pattern(file)) + ")")) {
            return count.next() ? count.getLong(1) : -1;
        }
    }

    /** The first line of DuckDB's message. */
    public static String message(SQLException problem) {
        String message = problem.getMessage();
        String first = message == null
                ? "unknown problem"
                : message.lines().findFirst().orElse("unknown problem");
        return first.length() > MAX_MESSAGE_CHARS ? first.substring(0, MAX_MESSAGE_CHARS) + "..." : first;
    }

    public static void closeQuietly(@Nullable AutoCloseable resource) {
        try {
            if (resource != null) {
                resource.close();
            }
        } catch (Exception ignored) {
            // Nothing was written; there is nothing to lose.
        }
    }

    private static String path(Path file) {
        return file.toAbsolutePath().normalize().toString();
    }

    private static String pattern(Path file) {
        return GLOB_CHARACTER.matcher(path(file)).replaceAll("[$0]");
    }

    private static String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }
}
