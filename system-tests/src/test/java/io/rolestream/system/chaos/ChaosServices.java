package io.rolestream.system.chaos;

import io.rolestream.system.installation.Endpoints;
import io.rolestream.system.installation.TinyVersions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Two streams, two workers and a trainer, each in a process of its own. */
final class ChaosServices implements AutoCloseable {
    static final Duration LABEL_DEADLINE = Duration.ofSeconds(5);
    private static final Duration PATIENCE = Duration.ofMinutes(8);

    private final Path directory;
    private final Path logs;
    private final Endpoints endpoints;
    private final boolean clocks;
    private final List<ChaosService> streams = new ArrayList<>();
    private final List<ChaosService> workers = new ArrayList<>();
    private final List<ChaosService> trainers = new ArrayList<>();

    /**
     * Starts all, one after another, so that they need not share the processor while they start.
     *
     * @param texts that the trainer waits for before its only training
     * @param clocks whether one stream and one worker have clocks that can be set
     */
    ChaosServices(Path directory, Path logs, Endpoints endpoints, Map<String, String> models, int texts, boolean clocks)
            throws IOException, InterruptedException {
        this.directory = directory;
        this.logs = logs;
        this.endpoints = endpoints;
        this.clocks = clocks;
        try {
            for (String name : List.of("a", "b")) {
                streams.add(start("stream", "labelling ", "stream-" + name, with(models, streamSettings(name))));
                workers.add(
                        start("worker", " votes from now on", "worker-" + name, with(models, workerSettings(name))));
            }
            trainers.add(start("train", " on events from ", "trainer-a", with(models, trainerSettings(texts))));
        } catch (IOException | InterruptedException | RuntimeException e) {
            close();
            throw e;
        }
    }

    private ChaosService start(String command, String ready, String name, Map<String, String> settings)
            throws IOException, InterruptedException {
        // Calls for the time are slower on a clock that can be set.
        ChaosClock clock = clocks && name.endsWith("-b") ? new ChaosClock(directory.resolve(name + "-clock")) : null;
        var service = new ChaosService(command, ready, name, directory, logs, endpoints, settings, clock);
        try {
            service.awaitReady(PATIENCE);
        } catch (IOException | InterruptedException | RuntimeException e) {
            service.close();
            throw e;
        }
        return service;
    }

    private static Map<String, String> with(Map<String, String> some, Map<String, String> others) {
        Map<String, String> all = new HashMap<>(some);
        all.putAll(others);
        return all;
    }

    private Map<String, String> streamSettings(String name) {
        return Map.of(
                "labellers",
                "rules," + TinyVersions.MODEL,
                "label.deadline",
                LABEL_DEADLINE.toSeconds() + "s",
                "stream.threads",
                "2",
                // Two cores for all these processes: a transaction may take longer than its usual 3 s.
                "kafka.producer.transaction.timeout.ms",
                "15000",
                "state.directory",
                stateOf("stream-" + name).toString());
    }

    private Map<String, String> workerSettings(String name) {
        return Map.of(
                "model.precision",
                "fp32",
                "model.cache.directory",
                cacheOf("worker-" + name).toString());
    }

    private Map<String, String> trainerSettings(int texts) {
        return Map.ofEntries(
                Map.entry(
                        "trainer.data.directory",
                        directory.resolve("trainer-data").toString()),
                Map.entry("model.cache.directory", cacheOf("trainer-a").toString()),
                Map.entry("train.min.examples", Integer.toString(texts)),
                Map.entry("train.after.examples", "0"),
                Map.entry("train.drift.psi", "0"),
                Map.entry("train.drift.disagreement", "0"),
                Map.entry("train.threads", "1"),
                Map.entry("recipe.epochs", "1"),
                Map.entry("recipe.max.tokens", "48"),
                Map.entry("gate.min.items", "20"),
                Map.entry("gate.baseline.margin", "0"),
                Map.entry("gate.role.min.items", "1000"),
                Map.entry("gate.share.excess", "1"),
                Map.entry("gate.min.entropy", "0"),
                Map.entry("gate.rules.tolerance", "1"),
                Map.entry("gate.max.calibration.error", "1"));
    }

    /** The state directory of a stream. */
    Path stateOf(String stream) {
        return directory.resolve(stream + "-state");
    }

    /** The cache of model versions of a worker. */
    Path cacheOf(String worker) {
        return directory.resolve(worker + "-cache");
    }

    List<ChaosService> streams() {
        return streams;
    }

    List<ChaosService> workers() {
        return workers;
    }

    List<ChaosService> trainers() {
        return trainers;
    }

    /** The stream and the worker whose clocks can be set. */
    List<ChaosService> withClock() {
        return List.of(streams.get(1), workers.get(1));
    }

    List<ChaosService> all() {
        List<ChaosService> all = new ArrayList<>(streams);
        all.addAll(workers);
        all.addAll(trainers);
        return all;
    }

    /** Starts those again that gave up, as their supervisor would; returns their names. */
    List<String> revive() throws IOException {
        List<String> revived = new ArrayList<>();
        for (ChaosService service : all()) {
            if (service.revive()) {
                revived.add(service.name());
            }
        }
        return revived;
    }

    /** Waits until each says that it works. */
    void awaitReady() throws IOException, InterruptedException {
        for (ChaosService service : all()) {
            service.awaitReady(PATIENCE);
        }
    }

    @Override
    public void close() {
        all().forEach(ChaosService::close);
    }
}
