package io.rolestream.trainer.examples;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Writes changes in the caller's transactions. A content exists as long as a resume has it, with its first text and
 * latest vote.
 */
final class ExampleWriter {
    private final PreparedStatement putContent;
    private final PreparedStatement contentOfResume;
    private final PreparedStatement putResume;
    private final PreparedStatement dropResume;
    private final PreparedStatement dropOrphan;
    private final PreparedStatement putCorrection;
    private final PreparedStatement dropCorrection;

    ExampleWriter(Connection connection) throws SQLException {
        putContent = connection.prepareStatement("INSERT INTO contents (" + VoteColumns.NAMES
                + ", content_hash, split, text) VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (content_hash) DO UPDATE SET"
                + " rule_role = excluded.rule_role, ruleset_version = excluded.ruleset_version,"
                + " confidence = excluded.confidence, scores = excluded.scores, evidence = excluded.evidence"
                + " RETURNING id");
        contentOfResume = connection.prepareStatement("SELECT content FROM resumes WHERE resume_id = ?");
        putResume =
                connection.prepareStatement("INSERT INTO resumes (resume_id, content, submitted_at) VALUES (?, ?, ?)"
                        + " ON CONFLICT (resume_id) DO UPDATE SET content = excluded.content,"
                        + " submitted_at = excluded.submitted_at");
        dropResume = connection.prepareStatement("DELETE FROM resumes WHERE resume_id = ?");
        dropOrphan = connection.prepareStatement(
                "DELETE FROM contents WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM resumes WHERE content = ?1)");
        putCorrection = connection.prepareStatement(
                "INSERT OR REPLACE INTO corrections"
                        + " (resume_id, content_hash, role, reviewer, corrected_at, drawn_at_random) VALUES (?, ?, ?, ?, ?, ?)");
        dropCorrection = connection.prepareStatement("DELETE FROM corrections WHERE resume_id = ?");
    }

    /** @return whether something was deleted that must not stay in the log */
    boolean write(Change change) throws SQLException {
        if (change instanceof Change.Judged judged) {
            return judged(judged);
        } else if (change instanceof Change.Forgotten forgotten) {
            boolean answered = withdraw(forgotten.resumeId());
            return forget(forgotten.resumeId()) || answered;
        } else if (change instanceof Change.Corrected corrected) {
            corrected(corrected);
            return false;
        } else if (change instanceof Change.Withdrawn withdrawn) {
            return withdraw(withdrawn.resumeId());
        }
        throw new AssertionError(change.getClass());
    }

    private boolean judged(Change.Judged judged) throws SQLException {
        Example example = judged.example();
        VoteColumns.bind(putContent, example.ruleVote());
        putContent.setBytes(VoteColumns.COUNT + 1, hash(example.contentHash()));
        putContent.setString(VoteColumns.COUNT + 2, example.split().name());
        putContent.setString(VoteColumns.COUNT + 3, example.text());
        long content;
        try (ResultSet row = putContent.executeQuery()) {
            row.next();
            content = row.getLong(1);
        }
        Long former = contentOf(judged.resumeId());
        putResume.setString(1, judged.resumeId());
        putResume.setLong(2, content);
        putResume.setLong(3, example.submittedAt().toEpochMilli());
        putResume.executeUpdate();
        return former != null && former != content && dropOrphan(former);
    }

    private void corrected(Change.Corrected corrected) throws SQLException {
        Example.Correction correction = corrected.correction();
        putCorrection.setString(1, corrected.resumeId());
        putCorrection.setBytes(2, corrected.contentHash() == null ? null : hash(corrected.contentHash()));
        putCorrection.setString(3, correction.role());
        putCorrection.setString(4, correction.reviewer());
        putCorrection.setLong(5, correction.correctedAt().toEpochMilli());
        putCorrection.setBoolean(6, correction.drawnAtRandom());
        putCorrection.executeUpdate();
    }

    private boolean withdraw(String resumeId) throws SQLException {
        dropCorrection.setString(1, resumeId);
        return dropCorrection.executeUpdate() > 0;
    }

    /**
     * Deletes a resume, and its text unless another has it.
     *
     * @return whether a text was deleted
     */
    boolean forget(String resumeId) throws SQLException {
        Long content = contentOf(resumeId);
        dropResume.setString(1, resumeId);
        dropResume.executeUpdate();
        return content != null && dropOrphan(content);
    }

    private @Nullable Long contentOf(String resumeId) throws SQLException {
        contentOfResume.setString(1, resumeId);
        try (ResultSet row = contentOfResume.executeQuery()) {
            return row.next() ? (Long) row.getLong(1) : null;
        }
    }

    private boolean dropOrphan(long content) throws SQLException {
        dropOrphan.setLong(1, content);
        return dropOrphan.executeUpdate() > 0;
    }

    private static byte[] hash(String contentHash) {
        return HexFormat.of().parseHex(contentHash);
    }
}
