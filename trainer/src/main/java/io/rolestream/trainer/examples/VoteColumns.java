package io.rolestream.trainer.examples;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;

/** A rule vote as columns: scores as a JSON object in their order, evidence as an array. */
final class VoteColumns {
    /** In the order of {@link #bind}. */
    static final String NAMES = "rule_role, ruleset_version, confidence, scores, evidence";

    static final int COUNT = 5;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TypeReference<LinkedHashMap<String, Float>> SCORES = new TypeReference<>() {};
    private static final TypeReference<List<String>> EVIDENCE = new TypeReference<>() {};

    private VoteColumns() {}

    static void bind(PreparedStatement statement, StoredRuleVote vote) throws SQLException {
        statement.setString(1, vote.role());
        statement.setString(2, vote.rulesetVersion());
        statement.setFloat(3, vote.confidence());
        statement.setString(4, json(vote.scoresByRole()));
        statement.setString(5, json(vote.evidence()));
    }

    static StoredRuleVote read(ResultSet row) throws SQLException {
        try {
            List<StoredRuleVote.Score> scores = JSON.readValue(row.getString("scores"), SCORES).entrySet().stream()
                    .map(score -> new StoredRuleVote.Score(score.getKey(), score.getValue()))
                    .toList();
            return new StoredRuleVote(
                    row.getString("rule_role"),
                    row.getFloat("confidence"),
                    scores,
                    JSON.readValue(row.getString("evidence"), EVIDENCE),
                    row.getString("ruleset_version"));
        } catch (JsonProcessingException e) {
            throw new SQLException("scores or evidence of a content are not JSON", e);
        }
    }

    private static String json(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("names and numbers can be written as JSON", e);
        }
    }
}
