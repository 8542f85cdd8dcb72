package io.rolestream.system.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolestream.rules.role.Taxonomy;
import io.rolestream.rules.ruleset.RuleSet;
import io.rolestream.system.checks.ExpectedVotes;
import io.rolestream.system.checks.LabelChecker;
import io.rolestream.system.checks.LabelGaps;
import io.rolestream.system.checks.LabelReport;
import io.rolestream.system.checks.VoteReport;
import io.rolestream.system.installation.Broker;
import io.rolestream.system.installation.Feed;
import io.rolestream.system.installation.Installation;
import io.rolestream.system.installation.Quiet;
import io.rolestream.system.installation.ServiceProcess;
import io.rolestream.system.installation.TinyVersions;
import io.rolestream.system.installation.VoteTail;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Runs a {@link CrashPlan}: the services in processes of their own, resumes from this one, and failures at moments that
 * a seed decides, until all that was sent is labelled. Closing it ends every process.
 */
final class CrashRun implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /** What takes longer stands still; several failures in a row on an overloaded machine took up to 50 s. */
    private static final Duration LONGEST_GAP = Duration.ofSeconds(90);
    /** A worker's session, 6 s, and something. */
    private static final Duration ZOMBIE = Duration.ofSeconds(8);

    private static final int VERSIONS = 3;

    /**
     * Too many to be of contents that a newer one closed: where a model is awaited, deadlines have made most of them.
     */
    private static final int FIRST_LABELS = 300;

    private final CrashPlan plan;
    private final Random random;
    private final Installation installation;
    private final Feed feed;
    private final List<Incident> incidents = new ArrayList<>();
    private @Nullable TinyVersions versions;
    private Instant startedAt = Instant.EPOCH;

    /**
     * Starts all processes; nothing flows yet. Where there are workers, a champion is announced before they start.
     *
     * @param directory for data; the processes' output goes to {@code target/crash}
     */
    CrashRun(CrashPlan plan, Path directory) throws Exception {
        this.plan = plan;
        long seed = Long.getLong("crash.seed", System.nanoTime() & 0xffff);
        System.out.printf("%s: to repeat, -Dcrash.seed=%d%n", plan.name(), seed);
        this.random = new Random(seed);
        this.installation = new Installation(plan.name(), directory);
        this.feed = new Feed(installation.broker(), seed, plan.resumes(), plan.perSecond());
        try {
            for (int i = 0; i < plan.instances(); i++) {
                installation.startStream(plan.settings());
            }
            if (plan.workers() > 0) {
                versions = new TinyVersions(directory, broker(), VERSIONS, null);
                versions.swap();
                for (int i = 0; i < plan.workers(); i++) {
                    installation.startWorker(versions.settings());
                }
            }
        } catch (Exception | AssertionError e) {
            close();
            throw e;
        }
    }

    Broker broker() {
        return installation.broker();
    }

    /**
     * Lets resumes flow and failures happen; returns when all is quiet after the last.
     *
     * @param otherGroups of consumers beside the plan's services that have all resumes to take in
     * @param onFirstLabels called when labels have begun to come, before the first failure
     */
    void run(List<String> otherGroups, Runnable onFirstLabels) throws Exception {
        int shares = plan.failures().size() + 1;
        feed.unhinderedUpTo(1.0 / shares);
        feed.start();
        Quiet.awaitCommitted(installation.admin(), installation.topics().labelledRoles(), FIRST_LABELS, PATIENCE);
        if (versions != null) {
            awaitVoteOf(versions.champion());
        }
        onFirstLabels.run();
        startedAt = Instant.now();
        for (int i = 0; i < plan.failures().size(); i++) {
            feed.unhinderedUpTo((i + 1.0) / shares);
            cause(plan.failures().get(i));
        }
        feed.unhinderedUpTo(1);
        feed.await(PATIENCE);
        for (ServiceProcess service : installation.services()) {
            service.awaitReady();
        }
        List<String> groups = new ArrayList<>(installation.groups());
        groups.addAll(otherGroups);
        Quiet.await(installation.admin(), installation.topics(), groups, plan.quiet(), PATIENCE);
        assertThat(installation.services()).allMatch(ServiceProcess::isAlive);
        if (!plan.failures().contains(Failure.KILL_BROKER)) {
            assertThat(installation.services()).allMatch(service -> service.gaveUp() == 0);
        }
    }

    /**
     * A worker killed sooner would leave its first version without a vote: labels also come of resumes that nobody
     * votes on.
     */
    private void awaitVoteOf(String version) throws InterruptedException {
        try (var tail = new VoteTail(broker())) {
            tail.awaitVoteOf(version, Instant.EPOCH, PATIENCE);
        }
    }

    private void cause(Failure failure) throws IOException, InterruptedException {
        Thread.sleep(plan.calm().toMillis());
        List<? extends ServiceProcess> candidates =
                failure.isOfWorker() ? installation.workers() : installation.streams();
        ServiceProcess service = candidates.get(random.nextInt(candidates.size()));
        if (failure == Failure.KILL || failure == Failure.TERMINATE || failure.isOfWorker()) {
            service.awaitReady();
        }
        Thread.sleep(random.nextInt(200, 2_200));
        Instant at = Instant.now();
        String what = service.name();
        switch (failure) {
            case KILL, KILL_WHILE_STARTING, KILL_WORKER -> service.killAndRestart();
            case TERMINATE, TERMINATE_WORKER ->
                assertThat(service.terminateAndRestart(plan.stopTimeout()))
                        .as("exit code of %s", service)
                        .contains(0);
            case STOP_WORKER -> service.suspend(ZOMBIE);
            case SWAP -> what = Objects.requireNonNull(versions, "no workers").swap();
            case KILL_BROKER -> {
                what = "the broker";
                installation.broker().killAndRestart();
            }
        }
        incidents.add(new Incident(failure, what, at));
    }

    /** Lets the checker judge the votes, and prints that. */
    VoteReport judgeVotes() {
        VoteReport report = installation.judgeVotes();
        System.out.printf("%s: %s%n", plan.name(), report);
        return report;
    }

    /** Lets the checker judge what came out, and prints that and the gaps. */
    LabelReport judge(@Nullable ExpectedVotes model) {
        RuleSet rules = RuleSet.load(RuleSet.DEFAULT, Taxonomy.standard());
        var checker =
                new LabelChecker(broker().bootstrapServers(), broker().registry(), installation.topics(), rules, model);
        LabelReport report = checker.check();
        System.out.printf("%s: %s%n", plan.name(), report);
        installation
                .services()
                .forEach(service ->
                        System.out.printf("%s: %s gave up %d times%n", plan.name(), service.name(), service.gaveUp()));
        reportGaps();
        return report;
    }

    /** A gap that spans several incidents is told of the first of them. */
    private void reportGaps() {
        LabelGaps gaps = LabelGaps.read(
                broker().bootstrapServers(),
                broker().registry(),
                installation.topics().labelledRoles());
        Instant previous = Instant.EPOCH;
        for (int i = 0; i < incidents.size(); i++) {
            Incident incident = incidents.get(i);
            Instant next = i + 1 < incidents.size() ? incidents.get(i + 1).at() : Instant.now();
            Duration gap = gaps.longest(previous, incident.at(), next);
            System.out.printf(
                    "%s: after %.1f s %s %s; longest time without a label in a partition %.1f s%n",
                    plan.name(),
                    Duration.between(startedAt, incident.at()).toMillis() / 1e3,
                    incident.failure(),
                    incident.process(),
                    gap.toMillis() / 1e3);
            assertThat(gap).as("gap after %s", incident).isLessThan(LONGEST_GAP);
            previous = incident.at();
        }
    }

    @Override
    public void close() {
        installation.close();
        feed.close();
        if (versions != null) {
            versions.close();
        }
    }
}
