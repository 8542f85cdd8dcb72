package io.rolestream.trainer.examples;

import io.rolestream.evaluation.split.ExampleSplit;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads examples while another process or thread may accumulate more. For one thread. */
public final class ExampleReader implements AutoCloseable {
    private final Path directory;
    private final Connection connection;

    private ExampleReader(Path directory, Connection connection) {
        this.directory = directory;
        this.connection = connection;
    }

    /**
     * Opens the store of a directory.
     *
     * @throws ExampleStoreException if there is none, or it cannot be read
     */
    public static ExampleReader open(Path directory) {
        return new ExampleReader(directory, ExampleDatabase.openForReading(directory));
    }

    /**
     * The examples in the order of their content hashes, which is random but reproducible. Reads a page at a time, to
     * limit memory. Texts that arrive after this call are not included, nor are texts deleted before the iterator
     * reaches them. Votes and corrections are current when read.
     *
     * @param split the side to read; null for all
     * @throws ExampleStoreException also from the iterator, if the store cannot be read
     */
    public Iterator<Example> examples(@Nullable ExampleSplit split) {
        try {
            return new ExamplePages(ExampleDatabase.file(directory), connection, split);
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    /**
     * Ids of resumes that have a text now, in the order of the ids.
     *
     * @param contentHash 32 hexadecimal digits
     * @param limit how many at most
     */
    public List<String> resumeIds(String contentHash, int limit) {
        try (PreparedStatement query = connection.prepareStatement(
                "SELECT resume_id FROM resumes JOIN contents ON contents.id = resumes.content"
                        + " WHERE content_hash = ? ORDER BY resume_id LIMIT ?")) {
            query.setBytes(1, HexFormat.of().parseHex(contentHash));
            query.setInt(2, limit);
            List<String> ids = new ArrayList<>();
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    ids.add(row.getString(1));
                }
            }
            connection.commit();
            return ids;
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    /** Counts of the examples, all from one state of the store. */
    public ExampleStatistics statistics() {
        try {
            ExampleStatistics statistics = new StatisticsQueries(connection).read(ExampleDatabase.bytes(directory));
            connection.commit();
            return statistics;
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    /**
     * The rules' votes on the texts that were seen first most recently.
     *
     * @param texts how many, at most
     * @return their numbers by role; those that the rules abstain on under the empty string
     */
    public Map<String, Long> newestVotes(int texts) {
        try {
            Map<String, Long> votes = new StatisticsQueries(connection).newestVotes(texts);
            connection.commit();
            return votes;
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    private ExampleStoreException failure(SQLException e) {
        return ExampleDatabase.failure(ExampleDatabase.file(directory), "cannot be read", e);
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw ExampleDatabase.failure(ExampleDatabase.file(directory), "cannot be closed", e);
        }
    }
}
