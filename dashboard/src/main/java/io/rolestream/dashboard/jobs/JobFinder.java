package io.rolestream.dashboard.jobs;

import io.javalin.http.BadRequestResponse;
import io.javalin.http.ContentTooLargeResponse;
import io.javalin.http.ServiceUnavailableResponse;
import io.rolestream.common.clients.Cluster;
import io.rolestream.dashboard.matches.MatchState;
import io.rolestream.dashboard.matches.ShownLists.Result;
import io.rolestream.matching.Matcher;
import io.rolestream.matching.MatcherOptions;
import io.rolestream.matching.MatcherVersions;
import io.rolestream.matching.Matchers;
import io.rolestream.matching.profile.Candidate;
import io.rolestream.matching.profile.Profile;
import io.rolestream.matching.profile.RoleBelief;
import io.rolestream.rules.ruleset.RuleSet;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds jobs for a resume that someone pastes: with a matcher and an index of its own, opened on first use, and closed
 * after a period without use. Nothing is sent to Kafka, and the text is not stored.
 *
 * <p>A thread follows the topics while the index is open. Searches hold the read side of a lock, so that the index is
 * not closed under them; at most {@value #AT_ONCE} run at a time.
 */
final class JobFinder implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(JobFinder.class);

    static final int MAX_CHARS = 20_000;

    private static final int TOP = 10;
    private static final int AT_ONCE = 2;
    private static final Duration IDLE = Duration.ofMinutes(10);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(10);
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(10);

    private final Cluster cluster;
    private final MatchState state;
    private final Supplier<RuleSet> rules;
    private final int textChars;
    private final int most;
    private final Semaphore turns = new Semaphore(AT_ONCE);
    private final ReentrantReadWriteLock use = new ReentrantReadWriteLock();
    private volatile @Nullable JobIndex index;
    private @Nullable Thread thread;
    private volatile String trouble = "";
    private volatile long askedAt;
    private final CountDownLatch closing = new CountDownLatch(1);

    /**
     * An answer.
     *
     * @param state {@code off}, {@code none} (there are no jobs), {@code loading}, {@code failed} or {@code ready}
     * @param message for people; empty if ready
     * @param role of the resume, by the rules or as the caller says; null if unknown
     * @param skills that were found in it
     * @param jobs how many it was compared with
     * @param version what ranked them
     */
    record Answer(
            String state,
            String message,
            @Nullable String role,
            List<String> skills,
            int jobs,
            String version,
            List<Result> results) {
        static Answer without(String state, String message) {
            return new Answer(state, message, null, List.of(), 0, "", List.of());
        }
    }

    /**
     * @param rules the current rule set; with another one, the jobs are indexed again
     * @param textChars longer texts of jobs are skipped, as other services do
     * @param most how many jobs may be searched; 0 finds none
     */
    JobFinder(Cluster cluster, MatchState state, Supplier<RuleSet> rules, int textChars, int most) {
        this.cluster = cluster;
        this.state = state;
        this.rules = rules;
        this.textChars = textChars;
        this.most = most;
    }

    /**
     * The jobs that suit a resume best.
     *
     * @throws io.javalin.http.HttpResponseException if the text is blank or too long, or too many are searching
     */
    Answer find(String text, RoleBelief roles) throws InterruptedException {
        if (text.isBlank()) {
            throw new BadRequestResponse("Please paste a resume.");
        }
        if (text.length() > MAX_CHARS) {
            throw new ContentTooLargeResponse(
                    "The text has %,d characters; the maximum is %,d.".formatted(text.length(), MAX_CHARS));
        }
        if (most == 0) {
            return Answer.without("off", "Finding jobs is switched off here (dashboard.find.jobs is 0).");
        }
        if (!state.hasJobs()) {
            return Answer.without(
                    "none", "There are no jobs yet: send postings with `rolestream produce --jobs FILE`.");
        }
        askedAt = System.nanoTime();
        start();
        if (!turns.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new ServiceUnavailableResponse("Many are searching; try again in a moment.");
        }
        use.readLock().lock();
        try {
            JobIndex searched = index;
            if (searched == null || !searched.isCaughtUp()) {
                return trouble.isEmpty()
                        ? Answer.without("loading", "The jobs are being read; this takes some seconds.")
                        : Answer.without("failed", "The jobs cannot be searched: " + trouble);
            }
            return search(searched, text, roles);
        } finally {
            use.readLock().unlock();
            turns.release();
        }
    }

    private Answer search(JobIndex searched, String text, RoleBelief roles) throws InterruptedException {
        Matcher matcher = searched.matcher();
        try {
            Profile resume = matcher.profile(new Candidate("", null, text, null), roles)
                    .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            List<Result> results = state.results(searched.search(resume, TOP));
            RoleBelief known = resume.roles();
            return new Answer(
                    "ready",
                    "",
                    known.isKnown()
                            ? matcher.taxonomy().roles().get(known.role()).name()
                            : null,
                    resume.skills().stream().limit(20).toList(),
                    searched.size(),
                    version(matcher.versions()),
                    results);
        } catch (ExecutionException | TimeoutException e) {
            LOG.debug("a pasted resume cannot be matched", e);
            return Answer.without("failed", "The matcher fails on this text.");
        }
    }

    private static String version(MatcherVersions versions) {
        StringBuilder line = new StringBuilder(versions.matcher());
        if (versions.embedder() != null) {
            line.append(" + ").append(versions.embedder());
        }
        if (versions.reranker() != null) {
            line.append(" + ").append(versions.reranker());
        }
        return line.toString();
    }

    private synchronized void start() {
        if (thread == null && closing.getCount() > 0) {
            trouble = "";
            thread = new Thread(this::run, "dashboard-finder");
            thread.setDaemon(true);
            thread.start();
        }
    }

    private void run() {
        try {
            while (!isDone()) {
                try {
                    follow();
                } catch (InterruptedException e) {
                    throw e;
                } catch (Exception e) {
                    LOG.warn("jobs cannot be searched; trying again: {}", e.toString());
                    trouble = String.valueOf(e.getMessage());
                    closing.await(RETRY_AFTER.toMillis(), TimeUnit.MILLISECONDS);
                } finally {
                    drop();
                }
            }
        } catch (InterruptedException e) {
            LOG.debug("stopping", e);
        } finally {
            synchronized (this) {
                thread = null;
            }
        }
    }

    private boolean isDone() {
        return closing.getCount() == 0 || System.nanoTime() - askedAt > IDLE.toNanos();
    }

    private void follow() throws Exception {
        RuleSet used = rules.get();
        Matcher matcher = Matchers.open(MatcherOptions.of(used));
        JobIndex opened;
        try {
            opened = new JobIndex(cluster, matcher, textChars, most);
        } catch (RuntimeException e) {
            matcher.close();
            throw e;
        }
        index = opened;
        trouble = "";
        while (!isDone() && used.version().equals(rules.get().version())) {
            opened.follow();
        }
    }

    private void drop() {
        use.writeLock().lock();
        try {
            JobIndex former = index;
            index = null;
            if (former != null) {
                former.close();
            }
        } finally {
            use.writeLock().unlock();
        }
    }

    @Override
    public void close() {
        closing.countDown();
        Thread following;
        synchronized (this) {
            following = thread;
        }
        try {
            if (following != null) {
                following.join(STOP_TIMEOUT.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
