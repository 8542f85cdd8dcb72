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

/** Reads examples while they are being accumulated. For one thread. */
public final class ExampleReader implements AutoCloseable {
    private final Path directory;
    private final Connection connection;

    private ExampleReader(Path directory, Connection connection) {
        this.directory = directory;
        this.connection = connection;
    }

    /** @throws ExampleStoreException if there is no store, or it cannot be read */
    public static ExampleReader open(Path directory) {
        return new ExampleReader(directory, ExampleDatabase.openForReading(directory));
    }

    /**
     * Reads the examples in the order of their content hashes, which is random but reproducible, one page at a time.
     * Texts that arrive after this call are not included, nor are texts deleted before they are reached. Votes and
     * corrections are current when read.
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
     * Ids of resumes that have a text now, sorted.
     *
     * @param contentHash 32 hexadecimal digits
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

    /** Counts from one state of the store. */
    public ExampleStatistics statistics() {
        try {
            ExampleStatistics statistics = new StatisticsQueries(connection).read(ExampleDatabase.bytes(directory));
            connection.commit();
            return statistics;
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    /** Counts the rules' votes by role on the latest texts; abstentions are under the empty string. */
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
