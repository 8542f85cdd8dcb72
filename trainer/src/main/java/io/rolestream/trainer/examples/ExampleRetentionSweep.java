package io.rolestream.trainer.examples;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds examples beyond the retention, a slice at a time. A role's cap removes the texts first seen longest ago, but
 * never corrected ones.
 */
final class ExampleRetentionSweep {
    private static final int SLICE = 2_000;

    private final PreparedStatement aged;
    private final PreparedStatement agedCorrections;
    private final PreparedStatement fullRoles;
    private final PreparedStatement surplus;
    private final PreparedStatement resumesOf;

    ExampleRetentionSweep(Connection connection) throws SQLException {
        aged = connection.prepareStatement("SELECT resume_id FROM resumes WHERE submitted_at < ? LIMIT " + SLICE);
        agedCorrections = connection.prepareStatement("DELETE FROM corrections WHERE corrected_at < ?"
                + " AND NOT EXISTS (SELECT 1 FROM resumes WHERE resumes.resume_id = corrections.resume_id)");
        fullRoles = connection.prepareStatement(
                "SELECT rule_role, count(*) - ?1 FROM contents GROUP BY rule_role HAVING count(*) > ?1");
        surplus = connection.prepareStatement("SELECT id FROM contents WHERE rule_role IS ?"
                + " AND NOT EXISTS (SELECT 1 FROM held_corrections WHERE content = contents.id) ORDER BY id LIMIT ?");
        resumesOf = connection.prepareStatement("SELECT resume_id FROM resumes WHERE content = ?");
    }

    /** The resumes to drop next; empty at the end. */
    List<String> next(Retention retention, Instant now) throws SQLException {
        if (!retention.age().isZero()) {
            long limit = now.minus(retention.age()).toEpochMilli();
            aged.setLong(1, limit);
            List<String> resumes = strings(aged);
            if (!resumes.isEmpty()) {
                return resumes;
            }
            agedCorrections.setLong(1, limit);
            agedCorrections.executeUpdate();
        }
        return retention.maxPerRole() > 0 ? nextSurplus(retention.maxPerRole()) : List.of();
    }

    private List<String> nextSurplus(int cap) throws SQLException {
        fullRoles.setInt(1, cap);
        List<String> resumes = new ArrayList<>();
        try (ResultSet roles = fullRoles.executeQuery()) {
            while (roles.next() && resumes.isEmpty()) {
                surplus.setString(1, roles.getString(1));
                surplus.setLong(2, Math.min(SLICE, roles.getLong(2)));
                try (ResultSet contents = surplus.executeQuery()) {
                    while (contents.next()) {
                        resumesOf.setLong(1, contents.getLong(1));
                        resumes.addAll(strings(resumesOf));
                    }
                }
            }
        }
        return resumes;
    }

    private static List<String> strings(PreparedStatement query) throws SQLException {
        List<String> strings = new ArrayList<>();
        try (ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                strings.add(rows.getString(1));
            }
        }
        return strings;
    }
}
