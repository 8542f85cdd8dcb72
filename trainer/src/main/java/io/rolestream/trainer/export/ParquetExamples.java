package io.rolestream.trainer.export;

import io.rolestream.common.files.NativeLibraries;
import io.rolestream.files.bytes.DuckDb;
import io.rolestream.trainer.examples.Example;
import io.rolestream.trainer.examples.StoredRuleVote;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Properties;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;

/** Parquet, through a DuckDB table in a temporary file, which limits memory. */
final class ParquetExamples implements ExampleFileWriter {
    private static final String TABLE = """
            CREATE TABLE examples (
              "contentHash" VARCHAR, "split" VARCHAR, "text" VARCHAR,
              "ruleRole" VARCHAR, "ruleConfidence" FLOAT, "ruleScores" MAP(VARCHAR, FLOAT), "ruleKeywords" VARCHAR[],
              "ruleVersion" VARCHAR,
              "correctedRole" VARCHAR, "reviewer" VARCHAR, "correctedAt" TIMESTAMPTZ, "disputed" BOOLEAN, "drawnAtRandom" BOOLEAN,
              "resumes" INTEGER, "submittedAt" TIMESTAMPTZ)""";

    private final Path file;
    private final Connection database;
    private final DuckDBAppender rows;

    ParquetExamples(Path file) throws SQLException {
        this.file = file;
        NativeLibraries.prepare();
        Properties settings = new Properties();
        settings.setProperty("memory_limit", "512MB");
        settings.setProperty("threads", "1");
        settings.setProperty("preserve_insertion_order", "true");
        settings.setProperty("temp_directory", file.resolveSibling("spilled").toString());
        settings.setProperty("autoload_known_extensions", "false");
        settings.setProperty("autoinstall_known_extensions", "false");
        database = DriverManager.getConnection("jdbc:duckdb:" + file.resolveSibling("rows"), settings);
        try (Statement statement = database.createStatement()) {
            statement.execute(TABLE);
            rows = database.unwrap(DuckDBConnection.class).createAppender("examples");
        } catch (SQLException e) {
            DuckDb.closeQuietly(database);
            throw e;
        }
    }

    @Override
    public void write(Example example) throws SQLException {
        StoredRuleVote vote = example.ruleVote();
        rows.beginRow()
                .append(example.contentHash())
                .append(example.split().key())
                .append(example.text())
                .append(vote.role())
                .append(vote.confidence())
                .append(vote.scoresByRole())
                .append(vote.evidence())
                .append(vote.rulesetVersion());
        appendCorrection(example);
        rows.append(example.resumes());
        append(example.submittedAt());
        rows.endRow();
    }

    private void appendCorrection(Example example) throws SQLException {
        Example.Correction correction = example.correction();
        if (correction == null) {
            rows.appendNull().appendNull().appendNull().appendNull().appendNull();
            return;
        }
        rows.append(correction.role()).append(correction.reviewer());
        append(correction.correctedAt());
        rows.append(correction.disputed()).append(correction.drawnAtRandom());
    }

    private void append(Instant instant) throws SQLException {
        rows.append(instant.atOffset(ZoneOffset.UTC));
    }

    @Override
    public void finish() throws SQLException {
        try (Statement statement = database.createStatement()) {
            rows.close();
            statement.execute("COPY examples TO '" + file.toString().replace("'", "''")
                    + "' (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 16384)");
        }
    }

    @Override
    public void close() throws SQLException {
        database.close();
    }
}
