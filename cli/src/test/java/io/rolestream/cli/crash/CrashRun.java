package io.rolestream.cli.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolestream.classifier.role.Taxonomy;
import io.rolestream.classifier.rules.RuleSet;
import io.rolestream.cli.Rolestream;
import io.rolestream.schemas.topics.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.jspecify.annotations.Nullable;

/**
 * Runs a {@link CrashPlan}: a broker and the labelling service in processes of their own, resumes from this one, and
 * failures at moments that a seed decides, until all that was sent is labelled. Closing it ends every process.
 */
final class CrashRun implements AutoCloseable {
    static final String STREAM_GROUP = "rolestream-stream";

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration LONGEST_GAP = Duration.ofSeconds(30);

    private final Topics topics = Topics.unprefixed();
    private final CrashPlan plan;
    private final Random random;
    private final Broker broker;
    private final Admin admin;
    private final Feed feed;
    private final List<StreamService> services = new ArrayList<>();
    private final List<Incident> incidents = new ArrayList<>();
    private Instant startedAt = Instant.EPOCH;

    /**
     * Starts all processes; nothing flows yet.
     *
     * @param directory for data; the processes' output goes to {@code target/crash}
     */
    CrashRun(CrashPlan plan, Path directory) throws Exception {
        this.plan = plan;
        long seed = Long.getLong("crash.seed", System.nanoTime() & 0xffff);
        System.out.printf("%s: to repeat, -Dcrash.seed=%d%n", plan.name(), seed);
        this.random = new Random(seed);
        Path logs = Path.of("target", "crash", plan.name());
        deleteFilesIn(logs);
        this.broker = new Broker(directory, logs);
        this.admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
        this.feed = new Feed(broker, seed, plan.resumes(), plan.perSecond());
        try {
            createTopics();
            for (int i = 0; i < plan.instances(); i++) {
                String name = "stream-" + (char) ('a' + i);
                services.add(new StreamService(name, directory, logs, broker, plan.settings()));
            }
        } catch (Exception | AssertionError e) {
            close();
            throw e;
        }
    }

    private static void deleteFilesIn(Path logs) throws IOException {
        Files.createDirectories(logs);
        try (Stream<Path> files = Files.list(logs)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
    }

    Broker broker() {
        return broker;
    }

    private void createTopics() throws ExecutionException, InterruptedException {
        assertThat(Rolestream.commandLine().execute("topics", "create", "-b", broker.bootstrapServers()))
                .isZero();
        ConfigResource labels = new ConfigResource(ConfigResource.Type.TOPIC, topics.labelledRoles());
        ConfigEntry appendTime = new ConfigEntry(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "LogAppendTime");
        admin.incrementalAlterConfigs(Map.of(labels, List.of(new AlterConfigOp(appendTime, AlterConfigOp.OpType.SET))))
                .all()
                .get();
    }

    /**
     * Lets resumes flow and failures happen; returns when all is quiet after the last.
     *
     * @param groups of consumers that have all resumes to take in
     * @param onFirstLabel called when labels begin to come, before the first failure
     */
    void run(List<String> groups, Runnable onFirstLabel) throws Exception {
        int shares = plan.failures().size() + 1;
        feed.unhinderedUpTo(1.0 / shares);
        feed.start();
        Quiet.awaitFirst(admin, topics.labelledRoles(), PATIENCE);
        onFirstLabel.run();
        startedAt = Instant.now();
        for (int i = 0; i < plan.failures().size(); i++) {
            feed.unhinderedUpTo((i + 1.0) / shares);
            cause(plan.failures().get(i));
        }
        feed.unhinderedUpTo(1);
        feed.await(PATIENCE);
        for (StreamService service : services) {
            service.awaitLabelling();
        }
        Quiet.await(admin, topics, groups, plan.quiet(), PATIENCE);
        assertThat(services).allMatch(StreamService::isAlive);
        if (!plan.failures().contains(Failure.KILL_BROKER)) {
            assertThat(services).allMatch(service -> service.gaveUp() == 0);
        }
    }

    private void cause(Failure failure) throws IOException, InterruptedException {
        StreamService service = services.get(random.nextInt(services.size()));
        if (failure == Failure.KILL || failure == Failure.TERMINATE) {
            service.awaitLabelling();
        }
        Thread.sleep(random.nextInt(200, 2_200));
        String process = failure == Failure.KILL_BROKER ? "the broker" : service.name();
        incidents.add(new Incident(failure, process, Instant.now()));
        switch (failure) {
            case KILL, KILL_WHILE_STARTING -> service.killAndRestart();
            case TERMINATE ->
                assertThat(service.terminateAndRestart(plan.stopTimeout()))
                        .as("exit code of %s", service)
                        .contains(0);
            case KILL_BROKER -> broker.killAndRestart();
        }
    }

    /** Lets the checker judge what came out, and prints that and the gaps. */
    LabelReport judge(@Nullable ModelVotes model) {
        RuleSet rules = RuleSet.load(RuleSet.DEFAULT, Taxonomy.standard());
        var checker = new LabelChecker(broker.bootstrapServers(), broker.registry(), topics, rules, model);
        LabelReport report = checker.check();
        System.out.printf("%s: %s%n", plan.name(), report);
        services.forEach(service ->
                System.out.printf("%s: %s gave up %d times%n", plan.name(), service.name(), service.gaveUp()));
        reportGaps();
        return report;
    }

    /** A gap that spans several incidents is told of the first. */
    private void reportGaps() {
        LabelGaps gaps = LabelGaps.read(broker.bootstrapServers(), topics.labelledRoles());
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
        // Processes first: clients would wait for answers that nobody needs.
        services.forEach(StreamService::close);
        broker.close();
        feed.close();
        admin.close(Duration.ZERO);
    }
}
