package io.rolestream.trainer.examples;

import io.rolestream.evaluation.split.ExampleSplit;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Counts in the database, without loading examples. */
final class StatisticsQueries {
    private static final String LATEST = """
            WITH ranked AS (
              SELECT content, role,
                row_number() OVER (PARTITION BY content ORDER BY corrected_at DESC, resume_id DESC) AS rank,
                min(role) OVER (PARTITION BY content) <> max(role) OVER (PARTITION BY content) AS disputed
              FROM held_corrections)
            SELECT count(*), coalesce(sum(disputed), 0), count(rule_role), coalesce(sum(role = rule_role), 0)
            FROM ranked JOIN contents ON contents.id = ranked.content WHERE rank = 1""";

    private final Connection connection;
    private final Map<String, Long> byRole = new HashMap<>();
    private final Map<ExampleSplit, Long> bySplit = new EnumMap<>(ExampleSplit.class);
    private final Map<String, Long> byRuleset = new HashMap<>();
    private long abstained;
    private long texts;

    StatisticsQueries(Connection connection) {
        this.connection = connection;
    }

    ExampleStatistics read(long bytes) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            countTexts(statement);
            ExampleStatistics.Corrections corrections = corrections(statement);
            try (ResultSet row =
                    statement.executeQuery("SELECT count(*), min(submitted_at), max(submitted_at) FROM resumes")) {
                row.next();
                return new ExampleStatistics(
                        texts,
                        row.getLong(1),
                        new ExampleStatistics.Votes(commonestFirst(byRole), abstained),
                        bySplit,
                        commonestFirst(byRuleset),
                        corrections,
                        submitted(row),
                        bytes);
            }
        }
    }

    Map<String, Long> newestVotes(int texts) throws SQLException {
        Map<String, Long> votes = new HashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT coalesce(rule_role, ''), count(*) FROM (SELECT rule_role FROM contents ORDER BY id DESC"
                                + " LIMIT " + texts + ") GROUP BY rule_role")) {
            while (row.next()) {
                votes.put(row.getString(1), row.getLong(2));
            }
        }
        return votes;
    }

    private void countTexts(Statement statement) throws SQLException {
        for (ExampleSplit split : ExampleSplit.values()) {
            bySplit.put(split, 0L);
        }
        try (ResultSet row = statement.executeQuery("SELECT rule_role, count(*) FROM contents GROUP BY rule_role")) {
            while (row.next()) {
                String role = row.getString(1);
                if (role == null) {
                    abstained = row.getLong(2);
                } else {
                    byRole.put(role, row.getLong(2));
                }
            }
        }
        try (ResultSet row = statement.executeQuery(
                "SELECT split, ruleset_version, count(*) FROM contents GROUP BY split, ruleset_version")) {
            while (row.next()) {
                long count = row.getLong(3);
                bySplit.merge(ExampleSplit.valueOf(row.getString(1)), count, Long::sum);
                byRuleset.merge(row.getString(2), count, Long::sum);
                texts += count;
            }
        }
    }

    private static ExampleStatistics.Corrections corrections(Statement statement) throws SQLException {
        long waiting = ExampleDatabase.number(
                statement, "SELECT (SELECT count(*) FROM corrections) - (SELECT count(*) FROM held_corrections)");
        try (ResultSet row = statement.executeQuery(LATEST)) {
            row.next();
            return new ExampleStatistics.Corrections(
                    row.getLong(1), row.getLong(2), waiting, row.getLong(3), row.getLong(4));
        }
    }

    private static ExampleStatistics.@Nullable Period submitted(ResultSet row) throws SQLException {
        long oldest = row.getLong(2);
        return row.wasNull()
                ? null
                : new ExampleStatistics.Period(Instant.ofEpochMilli(oldest), Instant.ofEpochMilli(row.getLong(3)));
    }

    private static Map<String, Long> commonestFirst(Map<String, Long> counts) {
        Map<String, Long> sorted = new LinkedHashMap<>();
        counts.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .forEach(entry -> sorted.put(entry.getKey(), entry.getValue()));
        return sorted;
    }
}
