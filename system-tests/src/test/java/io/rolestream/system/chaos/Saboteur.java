package io.rolestream.system.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolestream.common.files.Replacement;
import io.rolestream.system.chaos.FaultPlan.PlannedFault;
import io.rolestream.system.chaos.cluster.ChaosCluster;
import io.rolestream.system.chaos.cluster.ChaosNode;
import io.rolestream.system.chaos.cluster.FaultyProxy;
import io.rolestream.system.chaos.cluster.FaultyRegistry;
import io.rolestream.system.chaos.cluster.Traffic;
import io.rolestream.system.installation.TinyVersions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Causes faults, one at a time, and undoes those that last. A fault is over when the method returns; its consequences
 * may not be.
 */
final class Saboteur {
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(60);
    /** Longer than a session of services and of brokers, both 6 s. */
    private static final Duration PAUSE = Duration.ofSeconds(9);

    private final ChaosCluster cluster;
    private final ChaosServices services;
    private final TinyVersions versions;
    private int rollbacks;

    Saboteur(ChaosCluster cluster, ChaosServices services, TinyVersions versions) {
        this.cluster = cluster;
        this.services = services;
        this.versions = versions;
    }

    /** Causes it; returns what it hit. */
    String cause(PlannedFault fault) throws Exception {
        ChaosService stream = chosen(services.streams(), fault);
        ChaosService worker = chosen(services.workers(), fault);
        ChaosService trainer = chosen(services.trainers(), fault);
        return switch (fault.kind()) {
            case KILL_STREAM -> kill(stream);
            case STOP_STREAM -> stop(stream);
            case PAUSE_STREAM -> pause(stream);
            case WIPE_STREAM_STATE -> wipe(stream, services.stateOf(stream.name()));
            case KILL_WORKER -> kill(worker);
            case STOP_WORKER -> stop(worker);
            case PAUSE_WORKER -> pause(worker);
            case WIPE_MODEL_CACHE -> wipe(worker, services.cacheOf(worker.name()));
            case KILL_TRAINER -> kill(trainer);
            case STOP_TRAINER -> stop(trainer);
            case PAUSE_TRAINER -> pause(trainer);
            case KILL_BROKER, STOP_BROKER, PAUSE_BROKER -> hitBroker(fault);
            case DELAY_ANSWERS -> disturb(fault, Traffic.DELAY);
            case STALL_TRAFFIC -> disturb(fault, Traffic.STALL);
            case DROP_TRAFFIC -> disturb(fault, Traffic.DROP);
            case CUT_TRAFFIC -> disturb(fault, Traffic.CUT);
            case REGISTRY_ERROR -> breakRegistry(FaultyRegistry.Answer.ERROR_500, stream, fault);
            case REGISTRY_PAGE -> breakRegistry(FaultyRegistry.Answer.HTML, stream, fault);
            case REGISTRY_HANG -> breakRegistry(FaultyRegistry.Answer.NONE, worker, fault);
            case FORCE_COMPACTION -> {
                int topics;
                try (var compaction = new ForcedCompaction(cluster.admin())) {
                    topics = compaction.topics();
                    Thread.sleep(fault.duration().toMillis());
                }
                yield topics + " topics";
            }
            case ROLL_BACK -> rollBack(fault);
            case CLOCK_BACK -> setClock(fault, "-3600");
            case CLOCK_AHEAD -> setClock(fault, "+100d");
        };
    }

    private static <T> T chosen(List<T> from, PlannedFault fault) {
        return from.get(fault.target() % from.size());
    }

    private static String kill(ChaosService service) throws IOException, InterruptedException {
        service.killAndRestart();
        return service.name();
    }

    private static String stop(ChaosService service) throws IOException, InterruptedException {
        boolean ran = service.isAlive();
        var exitCode = service.terminateAndRestart(STOP_TIMEOUT);
        if (ran) {
            assertThat(exitCode).as("exit code of %s after SIGTERM", service).contains(0);
        }
        return service.name();
    }

    private static String pause(ChaosService service) throws IOException, InterruptedException {
        if (!service.isAlive()) {
            return service.name() + ", which did not run";
        }
        service.suspend(PAUSE);
        return service.name();
    }

    private static String wipe(ChaosService service, Path directory) throws IOException, InterruptedException {
        service.kill();
        boolean existed = Files.exists(directory);
        if (existed) {
            Replacement.delete(directory);
        }
        service.startAgain();
        return "%s, %s".formatted(service.name(), existed ? "wiped" : "which had nothing yet");
    }

    private String hitBroker(PlannedFault fault) throws Exception {
        // Two brokers of three must run: with fewer nothing can be committed, and faults would no longer count.
        cluster.awaitComplete();
        ChaosNode node = chosen(cluster.nodes(), fault);
        switch (fault.kind()) {
            case PAUSE_BROKER -> node.suspend(PAUSE);
            case STOP_BROKER -> {
                assertThat(node.stop(STOP_TIMEOUT))
                        .as("%s stopped in time", node)
                        .isTrue();
                Thread.sleep(fault.duration().toMillis());
                node.start();
            }
            default -> {
                node.kill();
                // Back before its session ends it would lead its partitions at once: that is KAFKA-20734's ground.
                Thread.sleep(ChaosCluster.SESSION.plus(fault.duration()).toMillis());
                node.start();
            }
        }
        return node.toString();
    }

    private String disturb(PlannedFault fault, Traffic traffic) throws InterruptedException {
        FaultyProxy proxy = chosen(cluster.proxies(), fault);
        proxy.set(traffic, 200 + fault.target() % 800);
        Thread.sleep(fault.duration().toMillis());
        proxy.set(Traffic.PASS, 0);
        return "of " + chosen(cluster.nodes(), fault);
    }

    private String breakRegistry(FaultyRegistry.Answer answer, ChaosService service, PlannedFault fault)
            throws IOException, InterruptedException {
        int before = cluster.faultyRegistry().faults();
        cluster.faultyRegistry().set(answer);
        // Running services know their schemas by heart; one that starts asks.
        service.killAndRestart();
        Thread.sleep(fault.duration().toMillis() + 5_000);
        cluster.faultyRegistry().set(FaultyRegistry.Answer.FORWARDED);
        return "%s asked it, %d answers"
                .formatted(service.name(), cluster.faultyRegistry().faults() - before);
    }

    private String rollBack(PlannedFault fault) throws IOException, InterruptedException {
        String name = "r" + ++rollbacks;
        versions.announce(versions.publish(name));
        Thread.sleep(fault.duration().toMillis());
        versions.rollBack();
        return name;
    }

    private String setClock(PlannedFault fault, String offset) throws IOException, InterruptedException {
        ChaosService service = chosen(services.withClock(), fault);
        service.clock().shift(offset);
        // Longer than the label deadline, which must pass on this clock too.
        Thread.sleep(fault.duration().plus(ChaosServices.LABEL_DEADLINE).toMillis());
        service.clock().shift("+0");
        return service.name();
    }
}
