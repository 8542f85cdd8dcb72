package io.rolestream.trainer.examples;

import io.rolestream.evaluation.split.ExampleSplit;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** Reads examples by hash, page by page, without a transaction between pages, so that the log can be emptied. */
final class ExamplePages implements Iterator<Example> {
    private static final int ROWS = 1_000;
    private static final int CHARS = 4_000_000;

    private final Path file;
    private final Connection connection;
    private final PreparedStatement page;
    private final PreparedStatement corrections;
    private final Queue<Example> read = new ArrayDeque<>();
    private byte[] after = {};
    private boolean ended;

    ExamplePages(Path file, Connection connection, @Nullable ExampleSplit split) throws SQLException {
        this.file = file;
        this.connection = connection;
        this.page = connection.prepareStatement("SELECT id, content_hash, text, " + VoteColumns.NAMES
                + ", (SELECT count(*) FROM resumes WHERE content = contents.id) AS resumes"
                + ", (SELECT max(submitted_at) FROM resumes WHERE content = contents.id) AS submitted_at"
                + ", EXISTS (SELECT 1 FROM held_corrections WHERE content = contents.id) AS corrected"
                + " FROM contents WHERE content_hash > ? AND id <= ?"
                + (split == null ? "" : " AND split = '" + split.name() + "'")
                + " ORDER BY content_hash LIMIT " + ROWS);
        this.corrections =
                connection.prepareStatement("SELECT role, reviewer, corrected_at, drawn_at_random FROM held_corrections"
                        + " WHERE content = ? ORDER BY corrected_at DESC, resume_id DESC");
        try (Statement statement = connection.createStatement()) {
            page.setLong(2, ExampleDatabase.number(statement, "SELECT coalesce(max(id), 0) FROM contents"));
        }
        connection.commit();
    }

    @Override
    public boolean hasNext() {
        if (read.isEmpty() && !ended) {
            try {
                readPage();
                connection.commit();
                if (ended) {
                    page.close();
                    corrections.close();
                }
            } catch (SQLException e) {
                throw ExampleDatabase.failure(file, "cannot be read", e);
            }
        }
        return !read.isEmpty();
    }

    private void readPage() throws SQLException {
        page.setBytes(1, after);
        long chars = 0;
        try (ResultSet row = page.executeQuery()) {
            ended = true;
            while (row.next()) {
                Example example = example(row);
                read.add(example);
                after = row.getBytes("content_hash");
                chars += example.text().length();
                if (read.size() == ROWS || chars > CHARS) {
                    ended = false;
                    break;
                }
            }
        }
    }

    private Example example(ResultSet row) throws SQLException {
        return new Example(
                HexFormat.of().formatHex(row.getBytes("content_hash")),
                row.getString("text"),
                VoteColumns.read(row),
                row.getBoolean("corrected") ? correction(row.getLong("id")) : null,
                row.getInt("resumes"),
                Instant.ofEpochMilli(row.getLong("submitted_at")));
    }

    private Example.@Nullable Correction correction(long content) throws SQLException {
        corrections.setLong(1, content);
        try (ResultSet row = corrections.executeQuery()) {
            if (!row.next()) {
                return null;
            }
            String role = row.getString(1);
            String reviewer = row.getString(2);
            Instant correctedAt = Instant.ofEpochMilli(row.getLong(3));
            boolean disputed = false;
            boolean drawnAtRandom = row.getBoolean(4);
            while (!(disputed && drawnAtRandom) && row.next()) {
                disputed |= !row.getString(1).equals(role);
                drawnAtRandom |= row.getBoolean(4);
            }
            return new Example.Correction(role, reviewer, correctedAt, disputed, drawnAtRandom);
        }
    }

    @Override
    public Example next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return read.remove();
    }
}
