package io.rolestream.trainer.examples;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Looks into the file with SQL of its own, past the classes that wrote it. */
final class StoreCheck {
    private final Path file;

    StoreCheck(Path directory) {
        this.file = directory.resolve("examples.db");
    }

    /** How many records of a topic were counted. */
    long records(String topic) throws SQLException {
        Map<String, String> counted = rows(
                "SELECT topic, sum(records + unusable) FROM positions WHERE topic = '" + topic + "' GROUP BY topic");
        return Long.parseLong(counted.getOrDefault(topic, "0"));
    }

    /**
     * What differs from what was sent; empty where nothing does.
     *
     * @param sent how many records went to each topic
     * @param expected what must be held by what was sent
     */
    List<String> problems(Map<String, Long> sent, Collection<Example> expected) throws SQLException {
        List<String> problems = new ArrayList<>();
        for (Map.Entry<String, Long> topic : sent.entrySet()) {
            compare(problems, "records of " + topic.getKey(), records(topic.getKey()), topic.getValue());
        }
        Map<String, String> texts = new TreeMap<>();
        Map<String, String> roles = new TreeMap<>();
        for (Example example : expected) {
            texts.put(example.contentHash(), example.resumes() + " " + example.text());
            if (example.correction() != null) {
                roles.put(example.contentHash(), example.correction().role());
            }
        }
        compare(
                problems,
                "texts",
                rows("SELECT lower(hex(content_hash)), count(resume_id) || ' ' || text FROM contents"
                        + " LEFT JOIN resumes ON content = id GROUP BY id"),
                texts);
        compare(
                problems,
                "corrected roles",
                rows("SELECT lower(hex(c.content_hash)), k.role FROM contents c JOIN resumes r ON r.content = c.id"
                        + " JOIN corrections k ON k.resume_id = r.resume_id AND k.content_hash = c.content_hash"
                        + " ORDER BY k.corrected_at, k.resume_id"),
                roles);
        compare(
                problems,
                "resumes without a text",
                rows("SELECT resume_id, content FROM resumes WHERE content NOT IN (SELECT id FROM contents)"),
                Map.of());
        return problems;
    }

    private static void compare(List<String> problems, String what, Object found, Object expected) {
        if (!found.equals(expected)) {
            problems.add("%s: %s, not %s".formatted(what, found, expected));
        }
    }

    /** Of several rows with the same first column the last stands. */
    private Map<String, String> rows(String sql) throws SQLException {
        Map<String, String> rows = new TreeMap<>();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            while (row.next()) {
                rows.put(row.getString(1), row.getString(2));
            }
        }
        return rows;
    }

    /** Damages the file. */
    void plant(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }
}
