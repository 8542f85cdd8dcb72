package io.rolestream.files.recommend;

import io.rolestream.common.text.Counted;
import io.rolestream.files.read.BadRow;
import io.rolestream.files.read.JobRow;
import io.rolestream.files.read.Row;
import io.rolestream.matching.index.MatchFilter;
import io.rolestream.matching.index.MatchIndex;
import io.rolestream.matching.profile.Profile;
import io.rolestream.matching.profile.ProfiledDescription;
import io.rolestream.matching.writing.DescriptionSource;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Indexes the rows of one file, then ranks them for each row of the other, in its order. Of rows with the same id in
 * the indexed file the last one counts, as in the stream.
 *
 * <p>The caller reads rows and writes results; profiles are computed in the background, and rows are ranked on a thread
 * for each core. A window of rows bounds the memory.
 */
public final class RecommendationRun {
    private static final int IN_FLIGHT = 1024;

    /** Fewer where descriptions are written: what is in flight is written for nothing when the reader goes. */
    private static final int DESCRIBED_IN_FLIGHT = 256;

    private final RowRanking ranking;
    private final MatchFilter filter;
    private final int top;
    private final BiConsumer<Side, BadRow> onBadRow;
    private final @Nullable DescriptionSource descriptions;
    private long indexed;
    private long badRows;
    private long recommended;
    private long leftOut;

    /** Which file a bad row is in. */
    public enum Side {
        INDEXED,
        ASKING
    }

    /**
     * @param filter of jobs, where jobs are recommended
     * @param descriptions of resumes, where jobs are recommended; null for none. The ranking's matcher needs settings
     *     of descriptions then
     */
    public RecommendationRun(
            RowRanking ranking,
            MatchFilter filter,
            int top,
            BiConsumer<Side, BadRow> onBadRow,
            @Nullable DescriptionSource descriptions) {
        this.ranking = ranking;
        this.filter = filter;
        this.top = top;
        this.onBadRow = onBadRow;
        this.descriptions = descriptions;
    }

    /** Indexes all rows. */
    public MatchIndex index(Iterator<Row> rows) throws InterruptedException {
        MatchIndex index = ranking.newIndex();
        try {
            Queue<CompletableFuture<Profile>> pending = new ArrayDeque<>();
            while (rows.hasNext()) {
                Row row = rows.next();
                if (row instanceof BadRow bad) {
                    badRows++;
                    onBadRow.accept(Side.INDEXED, bad);
                    continue;
                }
                pending.add(ranking.indexed(row));
                if (pending.size() == IN_FLIGHT) {
                    index.put(result(pending.remove()));
                }
            }
            while (!pending.isEmpty()) {
                index.put(result(pending.remove()));
            }
            index.refresh();
            indexed = index.size();
            return index;
        } catch (InterruptedException | RuntimeException e) {
            index.close();
            throw e;
        }
    }

    /**
     * Ranks the index for all rows, until they end or nothing reads the output any more. Descriptions that are not
     * written by then are cancelled.
     */
    public void rank(Iterator<Row> rows, MatchIndex index, RecommendationOutput output) throws InterruptedException {
        int threads = Runtime.getRuntime().availableProcessors();
        ExecutorService pool = Executors.newFixedThreadPool(threads, task -> {
            Thread thread = new Thread(task, "recommend");
            thread.setDaemon(true);
            return thread;
        });
        DescriptionStage stage = descriptions == null ? null : new DescriptionStage(ranking, descriptions);
        int window = stage == null ? IN_FLIGHT : DESCRIBED_IN_FLIGHT;
        try (stage) {
            Queue<Future<@Nullable Recommendations>> pending = new ArrayDeque<>();
            while (rows.hasNext() && !output.isReaderGone()) {
                pending.add(recommend(rows.next(), index, pool, stage));
                if (pending.size() == window) {
                    write(pending.remove(), output);
                }
            }
            while (!pending.isEmpty() && !output.isReaderGone()) {
                write(pending.remove(), output);
            }
        } finally {
            pool.shutdownNow();
        }
    }

    private Future<@Nullable Recommendations> recommend(
            Row row, MatchIndex index, ExecutorService pool, @Nullable DescriptionStage stage)
            throws InterruptedException {
        if (row instanceof BadRow bad) {
            badRows++;
            onBadRow.accept(Side.ASKING, bad);
            return CompletableFuture.completedFuture(Recommendations.failed(bad.idOrNumber(), bad.problem()));
        }
        CompletableFuture<Profile> profile = ranking.profile(row);
        boolean asksForResumes = row instanceof JobRow;
        CompletableFuture<@Nullable ProfiledDescription> description =
                asksForResumes || stage == null ? CompletableFuture.completedFuture(null) : stage.of(profile);
        MatchFilter wanted = asksForResumes ? MatchFilter.none() : filter;
        return pool.submit(() -> {
            Profile query = result(profile);
            if (asksForResumes && !filter.accepts(query)) {
                return null;
            }
            return ranking.rank(query, result(description), index, wanted, top);
        });
    }

    private void write(Future<@Nullable Recommendations> result, RecommendationOutput output)
            throws InterruptedException {
        try {
            @Nullable Recommendations row = result.get();
            if (row == null) {
                leftOut++;
                return;
            }
            recommended += row.error() == null ? 1 : 0;
            output.write(row);
        } catch (ExecutionException e) {
            throw unchecked(e.getCause());
        }
    }

    private static <T> T result(CompletableFuture<T> future) {
        try {
            return future.join();
        } catch (CompletionException e) {
            throw unchecked(e.getCause());
        }
    }

    private static RuntimeException unchecked(@Nullable Throwable cause) {
        return cause instanceof RuntimeException failure ? failure : new IllegalStateException(cause);
    }

    /** What was done, in one line. */
    public String summary(Direction direction, double seconds) {
        boolean jobs = direction == Direction.JOBS;
        return String.format(
                Locale.ROOT,
                "%s ranked for %s%s%s; %.1f s",
                Counted.of(indexed, jobs ? "job" : "resume"),
                Counted.of(recommended, jobs ? "resume" : "job"),
                leftOut == 0 ? "" : ", " + Counted.of(leftOut, "job") + " closed or elsewhere",
                badRows == 0 ? "" : ", " + Counted.of(badRows, "unreadable row"),
                seconds);
    }
}
