package io.rolestream.system.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolestream.system.checks.Silences;
import io.rolestream.system.checks.VoteReport;
import io.rolestream.system.installation.Feed;
import io.rolestream.system.installation.Installation;
import io.rolestream.system.installation.Quiet;
import io.rolestream.system.installation.TinyVersions;
import io.rolestream.system.installation.VoteTail;
import io.rolestream.system.installation.WorkerService;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/**
 * One worker under a steady load whose champion is changed again and again, each time as soon as a vote of the last one
 * was seen.
 *
 * <p>That swaps do not interrupt it is measured against the same worker without swaps, see {@link Silences#areLike}: a
 * worker that waits for its models shows it in every swap.
 */
final class SwapStorm {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration CALM = Duration.ofSeconds(10);
    private static final int PER_SECOND = 200;
    private static final int MOST_RESUMES = 1_000_000;
    private static final int VERSIONS = 2;
    private static final long MOST_GROWTH_KIB = 64 << 10;
    private static final long MOST_MORE_THREADS = 4;

    private SwapStorm() {}

    /** What the worker's process takes. */
    private record Size(long residentKib, long threads) {
        static Size of(WorkerService worker) throws Exception {
            return new Size(worker.process().status("VmRSS"), worker.process().status("Threads"));
        }

        @Override
        public String toString() {
            return "%d MiB and %d threads".formatted(residentKib >> 10, threads);
        }
    }

    /**
     * Makes it, and asserts that nothing is lost, doubled, abstained or interrupted, and that the process does not
     * grow.
     *
     * @param warmUp swaps before the process's size counts
     * @param swaps after these
     */
    static void run(String name, Path directory, int warmUp, int swaps) throws Exception {
        try (var installation = new Installation(name, directory);
                var versions = new TinyVersions(directory, installation.broker(), VERSIONS, null);
                var feed = new Feed(installation.broker(), 1, MOST_RESUMES, PER_SECOND);
                var tail = new VoteTail(installation.broker())) {
            String first = versions.swap();
            WorkerService worker = installation.startWorker(versions.settings());
            feed.unhinderedUpTo(1);
            feed.start();
            tail.awaitVoteOf(first, Instant.EPOCH, PATIENCE);
            swap(versions, tail, warmUp);
            Size before = Size.of(worker);

            Instant calm = Instant.now();
            Thread.sleep(CALM.toMillis());
            Instant storm = Instant.now();
            swap(versions, tail, swaps);
            Instant end = Instant.now();

            Size after = Size.of(worker);
            feed.stop(PATIENCE);
            Quiet.await(
                    installation.admin(),
                    installation.topics(),
                    installation.groups(),
                    Duration.ofSeconds(1),
                    PATIENCE);
            VoteReport votes = installation.judgeVotes();
            Silences alone = tail.silences(calm, storm);
            Silences swapping = tail.silences(storm, end);
            System.out.printf(
                    "%s: %d swaps in %.1f s; without votes, of each second: %s alone, %s with swaps; from %s to %s%n%s: %s%n",
                    name,
                    swaps,
                    Duration.between(storm, end).toMillis() / 1e3,
                    alone,
                    swapping,
                    before,
                    after,
                    name,
                    votes);
            assertThat(votes).matches(VoteReport::isClean);
            assertThat(votes.abstentions()).isZero();
            assertThat(swapping).matches(silences -> silences.areLike(alone));
            assertThat(after.residentKib()).isLessThan(before.residentKib() + MOST_GROWTH_KIB);
            assertThat(after.threads()).isLessThanOrEqualTo(before.threads() + MOST_MORE_THREADS);
            assertThat(worker.isAlive()).isTrue();
            assertThat(worker.gaveUp()).isZero();
        }
    }

    private static void swap(TinyVersions versions, VoteTail tail, int times) throws InterruptedException {
        for (int i = 0; i < times; i++) {
            Instant before = Instant.now();
            tail.awaitVoteOf(versions.swap(), before, PATIENCE);
        }
    }
}
