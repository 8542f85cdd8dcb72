package io.rolestream.files.recommend;

import io.rolestream.common.text.Counted;
import io.rolestream.files.read.BadRow;
import io.rolestream.files.read.JobRow;
import io.rolestream.files.read.ResumeRow;
import io.rolestream.files.read.Row;
import io.rolestream.matching.Matcher;
import io.rolestream.matching.index.MatchFilter;
import io.rolestream.matching.index.MatchIndex;
import io.rolestream.matching.profile.Candidate;
import io.rolestream.matching.profile.JointBelief;
import io.rolestream.matching.profile.Posting;
import io.rolestream.matching.profile.Profile;
import io.rolestream.matching.profile.ProfiledDescription;
import io.rolestream.matching.profile.RoleBelief;
import io.rolestream.matching.ranking.DescribedList;
import io.rolestream.matching.ranking.RankedMatch;
import io.rolestream.matching.writing.DescriptionSource;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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

    private final Matcher matcher;
    private final @Nullable JointBelief beliefs;
    private final MatchFilter filter;
    private final int top;
    private final BiConsumer<Side, BadRow> onBadRow;
    private final @Nullable DescriptionSource descriptions;
    private final Map<String, String> titles = new HashMap<>();
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
     * @param beliefs which roles rows have; null for what the rules alone say
     * @param filter of jobs, where jobs are recommended
     * @param descriptions of resumes, where jobs are recommended; null for none. The matcher needs settings of
     *     descriptions then
     */
    public RecommendationRun(
            Matcher matcher,
            @Nullable JointBelief beliefs,
            MatchFilter filter,
            int top,
            BiConsumer<Side, BadRow> onBadRow,
            @Nullable DescriptionSource descriptions) {
        this.matcher = matcher;
        this.beliefs = beliefs;
        this.filter = filter;
        this.top = top;
        this.onBadRow = onBadRow;
        this.descriptions = descriptions;
    }

    /** Indexes all rows. */
    public MatchIndex index(Iterator<Row> rows) throws InterruptedException {
        MatchIndex index = matcher.newIndex();
        try {
            Queue<CompletableFuture<Profile>> pending = new ArrayDeque<>();
            while (rows.hasNext()) {
                Row row = rows.next();
                if (row instanceof BadRow bad) {
                    badRows++;
                    onBadRow.accept(Side.INDEXED, bad);
                    continue;
                }
                if (row instanceof JobRow job && !job.title().isBlank()) {
                    titles.put(job.jobId(), job.title());
                }
                pending.add(profile(row));
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
        DescriptionStage stage = descriptions == null ? null : new DescriptionStage(matcher, descriptions);
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
            String id = bad.id() == null ? "row-" + bad.rowNumber() : bad.id();
            return CompletableFuture.completedFuture(Recommendations.failed(id, bad.problem()));
        }
        CompletableFuture<Profile> profile = profile(row);
        boolean asksForResumes = row instanceof JobRow;
        CompletableFuture<@Nullable ProfiledDescription> description =
                asksForResumes || stage == null ? CompletableFuture.completedFuture(null) : stage.of(profile);
        MatchFilter wanted = asksForResumes ? MatchFilter.none() : filter;
        return pool.submit(() -> {
            Profile query = result(profile);
            if (asksForResumes && !filter.accepts(query)) {
                return null;
            }
            @Nullable ProfiledDescription described = result(description);
            DescribedList list = described == null ? null : matcher.rank(query, described, index, wanted, top);
            List<RankedMatch> matches = list == null ? matcher.rank(query, index, wanted, top) : list.matches();
            Map<String, String> ofMatches = new HashMap<>();
            for (RankedMatch match : matches) {
                String title = titles.get(match.id());
                if (title != null) {
                    ofMatches.put(match.id(), title);
                }
            }
            ShownDescription shown = list == null || described == null
                    ? null
                    : new ShownDescription(described.description(), list.used(), list.reward());
            return new Recommendations(query.id(), matches, ofMatches, shown, null);
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

    private CompletableFuture<Profile> profile(Row row) throws InterruptedException {
        if (row instanceof JobRow job) {
            Posting posting = new Posting(
                    job.jobId(),
                    job.title(),
                    job.skills(),
                    job.description(),
                    job.location(),
                    job.remote(),
                    job.seniority(),
                    job.openUntil());
            return believing(
                    matcher.profile(posting, RoleBelief.unknown()), beliefs == null ? null : beliefs.of(posting));
        }
        if (row instanceof ResumeRow resume) {
            Candidate candidate =
                    new Candidate(resume.resumeId(), resume.skills(), resume.text(), resume.yearsOfExperience());
            return believing(
                    matcher.profile(candidate, RoleBelief.unknown()), beliefs == null ? null : beliefs.of(candidate));
        }
        throw new IllegalArgumentException("neither a resume nor a job: " + row);
    }

    private static CompletableFuture<Profile> believing(
            CompletableFuture<Profile> profile, @Nullable CompletableFuture<RoleBelief> belief) {
        return belief == null
                ? profile
                : profile.thenCombine(belief, (made, roles) -> roles.isKnown() ? made.withRoles(roles) : made);
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
