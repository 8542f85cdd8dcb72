package io.rolestream.system.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.rolestream.cli.Rolestream;
import io.rolestream.schemas.topics.Topics;
import io.rolestream.system.checks.CommittedTopic;
import io.rolestream.system.installation.Broker;
import io.rolestream.system.installation.Quiet;
import io.rolestream.system.installation.StreamService;
import io.rolestream.system.installation.TinyVersions;
import io.rolestream.system.installation.VoteTail;
import io.rolestream.system.installation.WorkerService;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A stream and a worker, the only ones, whose clocks are set while they run. The broker's stays right. */
@Tag("chaos")
@Timeout(900)
class ClockTest {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final int FEW = 40;

    private final Ledger ledger = new Ledger();

    @ParameterizedTest
    @ValueSource(strings = {"-3600", "+100d"})
    void shouldLabelVoteAndMeetDeadlinesAfterTheClockWasSet(String offset, @TempDir Path directory) throws Exception {
        assumeTrue(ChaosClock.isAvailable(), "libfaketime is not installed");
        Path logs = Path.of("target", "chaos", "clock" + offset);
        try (Broker broker = new Broker(directory, logs)) {
            assertThat(Rolestream.commandLine()
                            .execute(
                                    "topics",
                                    "create",
                                    "-b",
                                    broker.bootstrapServers(),
                                    "--schema-registry-url",
                                    broker.registryUrl()))
                    .isZero();
            try (var versions = new TinyVersions(directory, broker, 2, null);
                    var stream = start("stream", "labelling ", directory, logs, broker, versions);
                    var worker = start("worker", " votes from now on", directory, logs, broker, versions)) {
                versions.swap();
                stream.awaitReady(PATIENCE);
                worker.awaitReady(PATIENCE);
                send(broker, 1, FEW, 20);

                stream.clock().shift(offset);
                worker.clock().shift(offset);
                // Longer than several sessions.
                send(broker, 2, FEW, 1);

                broker.killAndRestart();
                String second = versions.swap();
                try (VoteTail tail = new VoteTail(broker)) {
                    send(broker, 4, FEW, 1);
                    tail.awaitVoteOf(second, Instant.MIN, PATIENCE);
                }

                awaitQuiet(broker);
                var checker = new CampaignChecker(broker.bootstrapServers(), broker.registryUrl(), "", true);
                assertThat(checker.check(ledger)).matches(CampaignFindings::isClean);
                assertThat(List.of(stream, worker)).allMatch(service -> service.isAlive() && service.gaveUp() == 0);
                assertThat(stream.process().awaitLine(line -> line.contains("takes long to end"), Duration.ZERO))
                        .isEmpty();

                worker.kill();
                long before = degraded(broker);
                send(broker, 3, FEW, 20);
                Awaitility.await()
                        .atMost(Duration.ofSeconds(60))
                        .pollInterval(Duration.ofSeconds(1))
                        .until(() -> degraded(broker) >= before + FEW / 2);
            }
        }
    }

    private static ChaosService start(
            String command, String ready, Path directory, Path logs, Broker broker, TinyVersions versions)
            throws IOException {
        Map<String, String> settings = new HashMap<>(versions.settings());
        if (command.equals("stream")) {
            settings.put("labellers", "rules," + TinyVersions.MODEL);
            settings.put("label.deadline", "3s");
            settings.put("stream.threads", "6"); // two of them have nothing to read
            settings.put("kafka.producer.transaction.timeout.ms", "20000");
            settings.put("state.directory", directory.resolve("state").toString());
        } else {
            settings.put("model.precision", "fp32");
        }
        ChaosClock clock = new ChaosClock(directory.resolve(command + "-clock"));
        return new ChaosService(command, ready, command + "-a", directory, logs, broker, settings, clock);
    }

    private void send(Broker broker, long seed, int count, int perSecond) throws InterruptedException {
        try (ResumeFlow flow = new ResumeFlow(broker, ledger, seed, count, perSecond)) {
            flow.unhinderedUpTo(1);
            flow.start();
            flow.await(PATIENCE);
        }
    }

    private static void awaitQuiet(Broker broker) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            List<String> groups = List.of(StreamService.GROUP, WorkerService.GROUP);
            Quiet.await(admin, Topics.unprefixed(), groups, Duration.ofSeconds(6), Duration.ofSeconds(60));
        }
    }

    private static long degraded(Broker broker) {
        PlainAvro avro = new PlainAvro(broker.registryUrl());
        long[] count = new long[1];
        CommittedTopic.forEach(broker.bootstrapServers(), "labelled-roles", record -> {
            try {
                count[0] += (Boolean) avro.decode(record.value()).get("degraded") ? 1 : 0;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        return count[0];
    }
}
