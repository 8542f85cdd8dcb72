package io.rolestream.system.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolestream.cli.Rolestream;
import io.rolestream.schemas.topics.Topics;
import io.rolestream.system.chaos.FaultPlan.PlannedFault;
import io.rolestream.system.chaos.cluster.ChaosCluster;
import io.rolestream.system.installation.Quiet;
import io.rolestream.system.installation.StreamService;
import io.rolestream.system.installation.TinyVersions;
import io.rolestream.system.installation.WorkerService;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;

/**
 * Resumes flow through three brokers, two streams, two workers and a trainer while faults happen; when all is quiet,
 * the checker judges. The processes' output and {@code faults.log} are in {@code target/chaos}.
 */
final class Campaign implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final int ATTEMPTS = 3;
    /** That the trainer learns from, once: more would take the processor from the services for long. */
    private static final int MOST_TEXTS = 1_000;

    private final int resumes;
    private final FaultPlan plan;
    private final FaultLog log;
    private final ChaosCluster cluster;
    private final TinyVersions versions;
    private final ChaosServices services;
    private final Saboteur saboteur;
    private final Ledger ledger = new Ledger();
    private final ResumeFlow flow;

    /** Starts all processes; nothing flows yet. */
    Campaign(long seed, int resumes, int perSecond, FaultPlan plan, Path directory) throws Exception {
        this.resumes = resumes;
        this.plan = plan;
        Path logs = Path.of("target", "chaos");
        this.log = new FaultLog(logs);
        log.add("seed %d: %d resumes, %d faults", seed, resumes, plan.faults().size());
        this.cluster = new ChaosCluster(directory.resolve("cluster"), logs);
        try {
            assertThat(Rolestream.commandLine()
                            .execute(
                                    "topics",
                                    "create",
                                    "-b",
                                    cluster.bootstrapServers(),
                                    "--schema-registry-url",
                                    cluster.registryUrl()))
                    .isZero();
            this.versions = new TinyVersions(directory, cluster, 2, null);
            versions.swap();
            this.services = new ChaosServices(
                    directory.resolve("services"),
                    logs,
                    cluster,
                    versions.settings(),
                    Math.min(MOST_TEXTS, resumes / 3),
                    plan.setsClocks());
            this.saboteur = new Saboteur(cluster, services, versions);
            this.flow = new ResumeFlow(cluster, ledger, seed, resumes, perSecond);
        } catch (Exception | AssertionError e) {
            cluster.close();
            throw e;
        }
    }

    /** Runs it; returns what the checker found. */
    CampaignFindings run() throws Exception {
        log.add("all services are ready");
        double shares = plan.faults().size() + 1;
        flow.unhinderedUpTo(1 / shares);
        flow.start();
        for (int i = 0; i < plan.faults().size(); i++) {
            PlannedFault fault = plan.faults().get(i);
            rest(fault.calm());
            log.add("%d/%d %s begins, %d resumes sent", i + 1, plan.faults().size(), fault.kind(), ledger.size());
            log.add("%d/%d %s over: %s", i + 1, plan.faults().size(), fault.kind(), caused(fault));
            flow.unhinderedUpTo((i + 2) / shares);
        }
        flow.unhinderedUpTo(1);
        flow.await(PATIENCE.plusSeconds(resumes / 20));
        log.add("%d resumes sent", ledger.size());
        cluster.awaitComplete();
        services.awaitReady();
        awaitQuiet();
        CampaignFindings findings =
                new CampaignChecker(cluster.bootstrapServers(), cluster.directRegistryUrl(), "", true).check(ledger);
        log.add("%s", findings);
        services.all().forEach(service -> log.add("%s gave up %d times", service.name(), service.gaveUp()));
        return findings;
    }

    Duration elapsed() {
        return log.elapsed();
    }

    int sent() {
        return ledger.size();
    }

    /** A fault that needs the cluster, as a rollback, may come before the one before it is overcome. */
    private String caused(PlannedFault fault) throws Exception {
        for (int attempt = 1; ; attempt++) {
            try {
                return saboteur.cause(fault);
            } catch (RuntimeException | ExecutionException e) {
                log.add("%s: attempt %d failed: %s", fault.kind(), attempt, e);
                if (attempt == ATTEMPTS) {
                    throw e;
                }
                cluster.awaitComplete();
                rest(Duration.ofSeconds(2));
            }
        }
    }

    /** Services that give up come back after at most a second, as under a supervisor. */
    private void rest(Duration time) throws IOException, InterruptedException {
        Instant end = Instant.now().plus(time);
        do {
            List<String> revived = services.revive();
            if (!revived.isEmpty()) {
                log.add("gave up and were started again: %s", revived);
            }
            Thread.sleep(Math.min(
                    1_000, Math.max(1, Duration.between(Instant.now(), end).toMillis())));
        } while (Instant.now().isBefore(end));
    }

    private void awaitQuiet() throws Exception {
        try (Admin admin = cluster.admin()) {
            Quiet.await(
                    admin,
                    Topics.unprefixed(),
                    List.of(StreamService.GROUP, WorkerService.GROUP),
                    ChaosServices.LABEL_DEADLINE.plusSeconds(5),
                    PATIENCE);
        }
    }

    @Override
    public void close() throws IOException {
        services.close();
        flow.close();
        versions.close();
        cluster.close();
    }
}
