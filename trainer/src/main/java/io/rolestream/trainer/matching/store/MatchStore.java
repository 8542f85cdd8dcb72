package io.rolestream.trainer.matching.store;

import io.rolestream.events.FeedbackAction;
import io.rolestream.matching.profile.Candidate;
import io.rolestream.matching.profile.Posting;
import io.rolestream.trainer.matching.GradedMatch;
import io.rolestream.trainer.matching.MatchingData;
import io.rolestream.trainer.matching.feedback.FeedbackMatches;
import io.rolestream.trainer.matching.feedback.Reaction;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/**
 * A database of resumes, jobs and what people did with recommendations, beside the examples. Rows and the next offset
 * of their partition change in one transaction, and records before a stored offset are skipped, so that each record
 * counts once, whatever is killed.
 *
 * <p>The topics are read in no particular order. So an erased resume leaves a keyed hash of its id and the time, a job
 * its id and the time: what its owner sent, and what was done with it, before that is dropped, whether it is read
 * before the erasure or after. Deleted data is overwritten with zeros.
 *
 * <p>For one thread; several stores may have the same directory open.
 */
public final class MatchStore implements AutoCloseable {
    /** Reactions to a job that suits, of a resume and a job whose texts are there. */
    private static final String SUITING = " FROM reactions WHERE action IN ('OPENED', 'APPLIED', 'HIRED')"
            + " AND resume IN (SELECT id FROM resumes) AND job IN (SELECT id FROM jobs)";

    private final MatchDatabase database;

    private MatchStore(MatchDatabase database) {
        this.database = database;
    }

    /**
     * Opens the database in a directory, which is created if it is missing.
     *
     * @throws MatchStoreException if it cannot be opened, or another version of the program wrote it
     */
    public static MatchStore open(Path directory) {
        return new MatchStore(MatchDatabase.open(directory));
    }

    /** Deletes the database in a directory, if there is one. */
    public static void delete(Path directory) throws IOException {
        MatchDatabase.delete(directory);
    }

    /** What the records of a topic become. */
    enum Rows {
        RESUMES("DELETE FROM resumes"),
        JOBS("DELETE FROM jobs"),
        REACTIONS("DELETE FROM reactions");

        private final String deletion;

        Rows(String deletion) {
            this.deletion = deletion;
        }
    }

    /** The next offset to read of each partition that was read. */
    public Map<TopicPartition, Long> positions() {
        Map<TopicPartition, Long> positions = new HashMap<>();
        database.transaction(() -> positions.putAll(readPositions()));
        return positions;
    }

    private Map<TopicPartition, Long> readPositions() throws SQLException {
        Map<TopicPartition, Long> positions = new HashMap<>();
        database.query(
                "SELECT topic, partition, next FROM positions",
                row -> positions.put(new TopicPartition(row.getString(1), row.getInt(2)), row.getLong(3)));
        return positions;
    }

    /**
     * Forgets how far a topic was read, and its rows, if it is another topic of the same name now.
     *
     * @return whether it is
     */
    boolean topic(String name, Uuid id, Rows rows) {
        boolean[] other = new boolean[1];
        database.writing(() -> {
            List<String> known = new ArrayList<>();
            database.query("SELECT topic_id FROM topics WHERE name = ?", row -> known.add(row.getString(1)), name);
            if (known.equals(List.of(id.toString()))) {
                return;
            }
            database.update("DELETE FROM positions WHERE topic = ?", name);
            database.update(rows.deletion);
            database.update("INSERT OR REPLACE INTO topics VALUES (?, ?)", name, id.toString());
            other[0] = true;
        });
        return other[0];
    }

    /** The next record of a partition is gone: it is read from its beginning. */
    void beginAgain(TopicPartition partition) {
        database.transaction(() -> database.update(
                "DELETE FROM positions WHERE topic = ? AND partition = ?", partition.topic(), partition.partition()));
    }

    /**
     * Stores records and how far their partitions were read.
     *
     * @param next the next offset of each of their partitions
     */
    void apply(List<MatchRecord> records, Map<TopicPartition, Long> next) {
        database.writing(() -> {
            Map<TopicPartition, Long> before = readPositions();
            for (MatchRecord record : records) {
                if (record.change() != null && record.offset() >= before.getOrDefault(record.partition(), 0L)) {
                    change(record, record.change());
                }
            }
            for (Map.Entry<TopicPartition, Long> one : next.entrySet()) {
                database.update(
                        "INSERT OR REPLACE INTO positions VALUES (?, ?, ?)",
                        one.getKey().topic(),
                        one.getKey().partition(),
                        Math.max(one.getValue(), before.getOrDefault(one.getKey(), 0L)));
            }
        });
    }

    private void change(MatchRecord record, MatchRecord.Change change) throws SQLException {
        if (change instanceof MatchRecord.Resumed one) {
            Candidate resume = one.resume();
            database.update(
                    "INSERT OR REPLACE INTO resumes SELECT ?1, ?2, ?3, ?4, ?5"
                            + " WHERE NOT EXISTS (SELECT 1 FROM erased WHERE who = ?6 AND at >= ?5)",
                    resume.resumeId(),
                    resume.skills(),
                    resume.text(),
                    resume.years(),
                    one.at(),
                    database.keyedHash(resume.resumeId()));
        } else if (change instanceof MatchRecord.Erased one) {
            database.update(
                    "DELETE FROM resumes WHERE id = ? AND at <= ?",
                    one.resumeId(),
                    one.inOrder() ? Long.MAX_VALUE : one.at());
            database.update("DELETE FROM reactions WHERE resume = ? AND at <= ?", one.resumeId(), one.at());
            database.update(
                    "INSERT INTO erased VALUES (?, ?) ON CONFLICT (who) DO UPDATE SET at = max(at, excluded.at)",
                    database.keyedHash(one.resumeId()),
                    one.at());
        } else if (change instanceof MatchRecord.Posted one) {
            Posting job = one.job();
            database.update(
                    "INSERT OR REPLACE INTO jobs VALUES (?, ?, ?, ?, ?, ?, ?)",
                    job.jobId(),
                    job.title(),
                    job.skills(),
                    job.description(),
                    job.location(),
                    job.remote() == null ? null : job.remote() ? 1 : 0,
                    job.seniority());
        } else if (change instanceof MatchRecord.Closed one) {
            database.update("DELETE FROM jobs WHERE id = ?", one.jobId());
            database.update("DELETE FROM reactions WHERE job = ? AND at <= ?", one.jobId(), one.at());
            database.update(
                    "INSERT INTO erased_jobs VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET at = max(at, excluded.at)",
                    one.jobId(),
                    one.at());
        } else if (change instanceof MatchRecord.Reacted one) {
            database.update(
                    "INSERT OR REPLACE INTO reactions SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8"
                            + " WHERE NOT EXISTS (SELECT 1 FROM erased WHERE who = ?9 AND at >= ?8)"
                            + " AND NOT EXISTS (SELECT 1 FROM erased_jobs WHERE id = ?5 AND at >= ?8)",
                    record.partition().topic(),
                    record.partition().partition(),
                    record.offset(),
                    one.reaction().resumeId(),
                    one.reaction().jobId(),
                    one.reaction().action().name(),
                    one.reaction().position(),
                    one.at(),
                    database.keyedHash(one.reaction().resumeId()));
        }
    }

    /** Deletes resumes that were sent, and reactions that happened, before a time. */
    void forgetBefore(Instant time) {
        database.transaction(() -> {
            database.update("DELETE FROM resumes WHERE at < ?", time.toEpochMilli());
            database.update("DELETE FROM reactions WHERE at < ?", time.toEpochMilli());
            database.update("DELETE FROM erased WHERE at < ?", time.toEpochMilli());
            database.update("DELETE FROM erased_jobs WHERE at < ?", time.toEpochMilli());
        });
    }

    /** Removes deleted texts from the log. */
    void scrub() {
        database.scrub();
    }

    /**
     * How many pairs of a resume and a job that suits there are.
     *
     * @param since by {@code topic-partition}: only those with a reaction from this offset on; all of a partition that
     *     is not named
     */
    public long suiting(Map<String, Long> since) {
        long[] pairs = new long[1];
        database.transaction(() -> {
            // Feedback is keyed by its resume, so that a pair is in one partition.
            for (TopicPartition partition : readPositions().keySet()) {
                database.query(
                        "SELECT count(*) FROM (SELECT DISTINCT resume, job" + SUITING
                                + " AND topic = ? AND partition = ? AND record >= ?)",
                        row -> pairs[0] += row.getLong(1),
                        partition.topic(),
                        partition.partition(),
                        since.getOrDefault(partition.toString(), 0L));
            }
        });
        return pairs[0];
    }

    /** Writes a copy of the store as it is now into another directory, where it can be opened. */
    public void copy(Path directory) throws IOException {
        database.copy(directory);
    }

    /**
     * The matches of the resumes and jobs that are there, corrected for where entries stood.
     *
     * @param tell is given a sentence if pairs lack a text
     */
    public MatchingData data(Consumer<String> tell) {
        Map<String, Candidate> resumes = new LinkedHashMap<>();
        Map<String, Posting> jobs = new LinkedHashMap<>();
        List<Reaction> reactions = new ArrayList<>();
        database.transaction(() -> {
            database.query(
                    "SELECT * FROM resumes WHERE id IN (SELECT resume FROM reactions) ORDER BY id",
                    row -> resumes.put(
                            row.getString(1),
                            new Candidate(row.getString(1), row.getString(2), row.getString(3), years(row))));
            database.query("SELECT * FROM jobs ORDER BY id", row -> jobs.put(row.getString(1), posting(row)));
            database.query(
                    "SELECT resume, job, action, position FROM reactions ORDER BY at, topic, partition, record",
                    row -> {
                        int position = row.getInt(4);
                        reactions.add(new Reaction(
                                row.getString(1),
                                row.getString(2),
                                FeedbackAction.valueOf(row.getString(3)),
                                row.wasNull() ? null : position));
                    });
        });
        List<GradedMatch> all = FeedbackMatches.of(reactions).matches();
        List<GradedMatch> matches = all.stream()
                .filter(match -> resumes.containsKey(match.resumeId()) && jobs.containsKey(match.jobId()))
                .toList();
        if (matches.size() < all.size()) {
            tell.accept((all.size() - matches.size()) + " of " + all.size()
                    + " pairs of the feedback are skipped: the text of the resume or of the job is not there");
        }
        return new MatchingData(resumes, jobs, matches, "feedback on recommendations", true);
    }

    private static @Nullable Float years(ResultSet row) throws SQLException {
        float years = row.getFloat(4);
        return row.wasNull() ? null : years;
    }

    private static Posting posting(ResultSet row) throws SQLException {
        int remote = row.getInt(6);
        Boolean isRemote = row.wasNull() ? null : remote == 1;
        return new Posting(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                isRemote,
                row.getString(7),
                null);
    }

    @Override
    public void close() {
        database.close();
    }
}
