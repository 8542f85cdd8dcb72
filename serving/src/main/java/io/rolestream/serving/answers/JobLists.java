package io.rolestream.serving.answers;

import io.rolestream.files.read.BadRow;
import io.rolestream.files.read.Row;
import io.rolestream.files.recommend.Recommendations;
import io.rolestream.files.recommend.RowRanking;
import io.rolestream.matching.index.MatchFilter;
import io.rolestream.matching.index.MatchIndex;
import io.rolestream.matching.profile.Profile;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/** Ranks indexed jobs for the resumes of requests, as many at a time as there are processors. Thread-safe. */
public final class JobLists implements AutoCloseable {
    private final RowRanking ranking;
    private final MatchIndex index;
    private final AutoCloseable models;
    private final Semaphore processors = new Semaphore(Runtime.getRuntime().availableProcessors(), true);

    /**
     * @param index holds the jobs; closed with this
     * @param models what the ranking computes with; closed with this
     */
    public JobLists(RowRanking ranking, MatchIndex index, AutoCloseable models) {
        this.ranking = ranking;
        this.index = index;
        this.models = models;
    }

    /** The number of jobs. */
    public long size() {
        return index.size();
    }

    /**
     * Ranks the jobs that are open now for each row; one that cannot be read gets its error.
     *
     * @param top how many jobs, at least 1
     * @throws RefusedRequestException if the lists are not done in time
     */
    public List<Recommendations> recommend(List<Row> rows, int top, Deadline deadline)
            throws InterruptedException, ExecutionException {
        List<@Nullable CompletableFuture<Profile>> profiles = new ArrayList<>(rows.size());
        for (Row row : rows) {
            deadline.check();
            profiles.add(row instanceof BadRow ? null : ranking.profile(row));
        }
        MatchFilter open = new MatchFilter(Instant.now(), null, null);
        List<Recommendations> lists = new ArrayList<>(rows.size());
        for (int i = 0; i < rows.size(); i++) {
            CompletableFuture<Profile> profile = profiles.get(i);
            lists.add(
                    profile == null
                            ? failed((BadRow) rows.get(i))
                            : rank(deadline.await(profile), open, top, deadline));
        }
        return lists;
    }

    private static Recommendations failed(BadRow row) {
        return Recommendations.failed(row.idOrNumber(), row.problem());
    }

    private Recommendations rank(Profile profile, MatchFilter open, int top, Deadline deadline)
            throws InterruptedException {
        deadline.acquire(processors);
        try {
            return ranking.rank(profile, index, open, top);
        } finally {
            processors.release();
        }
    }

    @Override
    public void close() throws Exception {
        index.close();
        models.close();
    }
}
