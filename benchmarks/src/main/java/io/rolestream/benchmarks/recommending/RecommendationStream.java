package io.rolestream.benchmarks.recommending;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.rolestream.benchmarks.matching.ProcessFigures;
import io.rolestream.benchmarks.pipeline.RawClients;
import io.rolestream.common.clients.Cluster;
import io.rolestream.common.clients.TopicAdmin;
import io.rolestream.common.config.ConnectionConfig;
import io.rolestream.common.config.Settings;
import io.rolestream.common.files.Replacement;
import io.rolestream.embedded.EmbeddedKafka;
import io.rolestream.models.ModelsConfig;
import io.rolestream.schemas.topics.TopicCatalogue;
import io.rolestream.schemas.topics.Topics;
import io.rolestream.stream.StreamConfig;
import io.rolestream.stream.recommending.RecommenderConfig;
import io.rolestream.stream.recommending.RecommenderService;
import io.rolestream.stream.worker.WorkerConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigDef;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Lists per second of one recommender on a broker in this process, from resumes to job-recommendations, exactly once.
 * Each round also produces and consumes the resumes without a service, and runs other consumers on the same topics,
 * such as {@code tools/recommendation_peer.py}. Jobs are indexed before the resumes are sent.
 *
 * <p>A peer is a command to which the broker's address, the topics and the numbers of records are added. It prints a
 * line of JSON: its name, lists per second, milliseconds of processor time of a list, and its memory in megabytes.
 */
@Command(name = "recommendation-stream", showDefaultValues = true)
public final class RecommendationStream {
    private static final int BATCH_BYTES = 128 * 1024;
    private static final ObjectMapper JSON = new ObjectMapper();

    @Option(names = "--jobs")
    private int jobs = 10_000;

    @Option(names = "--resumes")
    private int resumes = 2_000;

    @Option(names = "--rounds", description = "The first one warms up, where there are several.")
    private int rounds = 3;

    @Option(names = "--embedder", description = "A bi-encoder's checkpoint; default none.")
    private @Nullable Path embedder;

    @Option(names = "--peers-only", description = "Does not run the recommender, which first embeds all jobs.")
    private boolean peersOnly;

    @Option(names = "--peer", description = "A command that reads the same topics; may be given several times.")
    private List<String> peers = List.of();

    private final EmbeddedKafka kafka = EmbeddedKafka.startTemporary();
    private final RawClients clients = new RawClients(kafka.bootstrapServers(), BATCH_BYTES);

    /** @param megabytes of memory; NaN where it is unknown */
    private record Result(String name, double perSecond, double processorMillis, double megabytes) {}

    private RecommendationStream() {}

    public static void main(String[] arguments) throws Exception {
        RecommendationStream benchmark = new RecommendationStream();
        new CommandLine(benchmark).parseArgs(arguments);
        try {
            benchmark.run();
        } finally {
            benchmark.kafka.close();
        }
    }

    private void run() throws Exception {
        System.out.printf(
                Locale.ROOT,
                "%,d jobs, %,d resumes, %s%n| round | | lists/s | of the first | processor ms/list | of the first | memory MB |%n"
                        + "|---|---|---|---|---|---|---|%n",
                jobs,
                resumes,
                embedder == null ? "no encoder" : "encoder " + embedder.getFileName());
        for (int round = 1; round <= rounds; round++) {
            Topics topics = topics("round" + round + ".");
            List<Result> results = new ArrayList<>();
            if (peersOnly) {
                MarketTopics market = new MarketTopics(clients, topics);
                market.sendJobs(jobs);
                market.send(market.resumes(resumes));
            } else {
                results.add(ours(topics));
            }
            results.add(raw(topics("raw" + round + ".")));
            for (String peer : peers) {
                results.add(peer(peer, topics));
            }
            for (Result result : results) {
                Result first = results.get(0);
                System.out.printf(
                        Locale.ROOT,
                        "| %d | %s | %.1f | %.3f | %.2f | %.2f | %.0f |%n",
                        round,
                        result.name,
                        result.perSecond,
                        result.perSecond / first.perSecond,
                        result.processorMillis,
                        result.processorMillis / first.processorMillis,
                        result.megabytes);
            }
        }
    }

    private Topics topics(String prefix) throws InterruptedException, ExecutionException {
        Topics topics = new Topics(prefix);
        try (Admin admin = Admin.create(Map.of(ConnectionConfig.BOOTSTRAP_SERVERS, kafka.bootstrapServers()))) {
            TopicAdmin.create(admin, new TopicCatalogue(topics, TopicCatalogue.DEFAULT_PARTITIONS), (short) 1);
            admin.createTopics(List.of(new NewTopic(ofPeers(topics), TopicCatalogue.DEFAULT_PARTITIONS, (short) 1)))
                    .all()
                    .get();
        }
        return topics;
    }

    private static String ofPeers(Topics topics) {
        return topics.prefix() + "peers";
    }

    /** Producing and consuming the resumes alone. */
    private Result raw(Topics topics) {
        MarketTopics market = new MarketTopics(clients, topics);
        List<ProducerRecord<byte[], byte[]>> records = market.resumes(resumes);
        try (MarketTopics.Reader sent = market.read(topics.resumes())) {
            long busy = ProcessFigures.processorTime();
            long start = System.nanoTime();
            market.send(records);
            sent.awaitKeys(resumes);
            return result("raw", start, busy);
        }
    }

    private Result result(String name, long start, long busy) {
        double seconds = (System.nanoTime() - start) / 1e9;
        double millis = (ProcessFigures.processorTime() - busy) / 1e6;
        return new Result(name, resumes / seconds, millis / resumes, Double.NaN);
    }

    private Result ours(Topics topics) throws Exception {
        MarketTopics market = new MarketTopics(clients, topics);
        Path state = Files.createTempDirectory("rolestream-benchmark");
        List<ProducerRecord<byte[], byte[]>> records = market.resumes(resumes);
        market.sendJobs(jobs);
        Settings settings = settings(topics, state);
        try (RecommenderService service = RecommenderService.of(
                        Cluster.of(settings, kafka.registry()),
                        RecommenderConfig.settings(settings, topics),
                        new SimpleMeterRegistry());
                MarketTopics.Reader lists = market.read(topics.jobRecommendations());
                MarketTopics.Reader others = market.read(topics.resumeRecommendations())) {
            service.start();
            others.awaitKeys(jobs); // each job has its list, of no resumes yet
            long before = others.records();
            long busy = ProcessFigures.processorTime();
            long start = System.nanoTime();
            market.send(records);
            lists.awaitKeys(resumes);
            Result result = result("recommender", start, busy);
            others.poll(Duration.ofSeconds(1));
            System.err.printf(
                    Locale.ROOT,
                    "meanwhile %,d lists of resumes for jobs; %,d of jobs for resumes%n",
                    others.records() - before,
                    lists.records());
            return result;
        } finally {
            Replacement.delete(state);
        }
    }

    private Settings settings(Topics topics, Path state) {
        Map<String, String> values = new HashMap<>();
        values.put(ConnectionConfig.BOOTSTRAP_SERVERS, kafka.bootstrapServers());
        values.put(ConnectionConfig.TOPIC_PREFIX, topics.prefix());
        values.put(StreamConfig.RULES_FOLLOW, "false");
        values.put(ModelsConfig.STORE, state.resolve("models").toString());
        values.put(RecommenderConfig.DIRECTORY, state.resolve("recommender").toString());
        values.put(RecommenderConfig.LABEL_WAIT, "0s"); // nothing labels the resumes here
        if (embedder != null) {
            values.put(RecommenderConfig.EMBEDDER, embedder.toString());
        }
        ConfigDef keys = ConnectionConfig.define(new ConfigDef());
        StreamConfig.define(keys);
        WorkerConfig.define(keys);
        ModelsConfig.define(keys);
        return Settings.of(RecommenderConfig.define(keys), values);
    }

    private Result peer(String command, Topics topics) throws IOException, InterruptedException {
        List<String> whole = new ArrayList<>(List.of(command.split(" ")));
        whole.addAll(List.of(
                "--bootstrap=" + kafka.bootstrapServers(),
                "--jobs-topic=" + topics.jobs(),
                "--resumes-topic=" + topics.resumes(),
                "--output-topic=" + ofPeers(topics),
                "--jobs=" + jobs,
                "--resumes=" + resumes));
        Process process = new ProcessBuilder(whole)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IllegalStateException("a peer failed: " + command);
        }
        JsonNode said = JSON.readTree(output.strip().lines().reduce("", (earlier, line) -> line));
        return new Result(
                said.get("name").asText(),
                said.get("perSecond").asDouble(),
                said.get("processorMillis").asDouble(),
                said.get("megabytes").asDouble());
    }
}
