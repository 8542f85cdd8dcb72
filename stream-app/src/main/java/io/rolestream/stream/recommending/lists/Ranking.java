package io.rolestream.stream.recommending.lists;

import io.rolestream.engine.batching.EngineBrokenException;
import io.rolestream.engine.batching.EngineClosedException;
import io.rolestream.events.MatchVersions;
import io.rolestream.matching.Matcher;
import io.rolestream.matching.MatcherVersions;
import io.rolestream.matching.index.MatchFilter;
import io.rolestream.matching.index.MatchIndex;
import io.rolestream.matching.profile.Profile;
import io.rolestream.matching.profile.ProfiledDescription;
import io.rolestream.matching.profile.Side;
import io.rolestream.matching.ranking.DescribedList;
import io.rolestream.stream.recommending.book.DueList;
import io.rolestream.stream.recommending.book.ListSubject;
import io.rolestream.stream.recommending.index.IndexedTexts;
import io.rolestream.stream.recommending.index.KnownDescription;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Computes lists, several at a time, while the indexes stand still. */
final class Ranking implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Ranking.class);

    private final int top;
    private final ListMeters meters;
    private final ExecutorService threads;

    /** @param top results of a list */
    Ranking(int top, int threads, ListMeters meters) {
        this.top = top;
        this.meters = meters;
        this.threads = Executors.newFixedThreadPool(threads, task -> {
            Thread made = new Thread(task, "recommender-ranking");
            made.setDaemon(true);
            return made;
        });
    }

    /**
     * Computes lists.
     *
     * @param due with subjects
     * @param now by which jobs are open or closed; milliseconds
     * @return in the same order; null where computing failed, which is logged
     */
    List<@Nullable ComputedList> rank(IndexedTexts index, Side side, List<DueList> due, Instant now)
            throws InterruptedException {
        MatchVersions versions = versions(index);
        List<Future<ComputedList>> futures = new ArrayList<>(due.size());
        for (DueList list : due) {
            ListSubject subject = Objects.requireNonNull(list.subject());
            Profile profile = index.profile(side, list.key().id());
            KnownDescription description = index.description(side, list.key());
            futures.add(
                    profile == null
                            ? CompletableFuture.failedFuture(new IllegalStateException("it is not in the index"))
                            : threads.submit(
                                    () -> rank(index, side, list, subject, profile, description, versions, now)));
        }
        List<@Nullable ComputedList> ranked = new ArrayList<>(due.size());
        for (int i = 0; i < futures.size(); i++) {
            ranked.add(result(futures.get(i), side, due.get(i)));
        }
        return ranked;
    }

    /** What lists of an index depend on besides the texts. */
    static MatchVersions versions(IndexedTexts index) {
        MatcherVersions matcher = index.matcher().versions();
        String[] labelledBy = index.labelledBy().split("\n", -1);
        return MatchVersions.newBuilder()
                .setMatcher(matcher.matcher())
                .setRuleSet(labelledBy[0])
                .setModel(labelledBy[1].isEmpty() ? null : labelledBy[1])
                .setEmbedder(matcher.embedder())
                .setReranker(matcher.reranker())
                .build();
    }

    private ComputedList rank(
            IndexedTexts index,
            Side side,
            DueList list,
            ListSubject subject,
            Profile profile,
            @Nullable KnownDescription description,
            MatchVersions versions,
            Instant now)
            throws InterruptedException {
        long start = System.nanoTime();
        MatchFilter filter = side == Side.RESUME ? MatchFilter.openAt(now) : MatchFilter.none();
        DescribedList described = rank(index, side, profile, description, filter);
        meters.ranked(side, System.nanoTime() - start);
        String role = subject.labelRevision() > 0 && profile.roles().isKnown()
                ? index.matcher().taxonomy().roles().get(profile.roles().role()).name()
                : null;
        return new ComputedList(
                subject,
                role,
                MatchEvents.of(described.matches()),
                versions,
                list.cause(),
                description == null ? null : MatchEvents.of(description, described),
                index.asOf(),
                now);
    }

    private DescribedList rank(
            IndexedTexts index, Side side, Profile profile, @Nullable KnownDescription description, MatchFilter filter)
            throws InterruptedException {
        Matcher matcher = index.matcher();
        MatchIndex others = index.index(side.other());
        ProfiledDescription text = description == null ? null : description.text();
        return text == null
                ? new DescribedList(matcher.rank(profile, others, filter, top), false, null)
                : matcher.rank(profile, text, others, filter, top);
    }

    /** @throws RuntimeException if the engine can compute nothing any more */
    static @Nullable ComputedList result(Future<ComputedList> future, Side side, DueList list)
            throws InterruptedException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            while (cause instanceof CompletionException && cause.getCause() != null) {
                cause = cause.getCause();
            }
            if (cause instanceof EngineBrokenException || cause instanceof EngineClosedException) {
                throw (RuntimeException) cause;
            }
            if (cause instanceof InterruptedException) {
                throw new InterruptedException("stopping");
            }
            LOG.error(
                    "the list of a {} in partition {} cannot be computed; it is left as it is",
                    side.name().toLowerCase(Locale.ROOT),
                    list.key().partition(),
                    cause);
            return null;
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
