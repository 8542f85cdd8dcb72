package io.rolestream.serving;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.rolestream.common.config.ConnectionConfig;
import io.rolestream.common.config.Settings;
import io.rolestream.files.columns.JobColumns;
import io.rolestream.files.read.RowSource;
import io.rolestream.files.recommend.RecommendationRun;
import io.rolestream.files.recommend.RowRanking;
import io.rolestream.matching.Matcher;
import io.rolestream.matching.MatcherOptions;
import io.rolestream.matching.Matchers;
import io.rolestream.matching.index.MatchFilter;
import io.rolestream.rules.decision.Combination;
import io.rolestream.rules.decision.DecisionPolicy;
import io.rolestream.rules.role.Taxonomy;
import io.rolestream.rules.ruleset.RuleSet;
import io.rolestream.serving.answers.JobLists;
import io.rolestream.serving.answers.ServedVoters;
import io.rolestream.serving.config.ServingConfig;
import io.rolestream.stream.StreamConfig;
import io.rolestream.stream.worker.FixedModel;
import io.rolestream.stream.worker.SharedModel;
import io.rolestream.stream.worker.VotingModel;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.config.ConfigDef;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** A REST interface in this process, with the default rules, two jobs and a model, and a client of it. */
final class RunningApi implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String JOBS =
            "{\"jobId\":\"j-1\",\"title\":\"Java Developer\",\"skills\":\"Java, Spring, SQL\"}\n"
                    + "{\"jobId\":\"j-2\",\"title\":\"Cook\",\"skills\":\"cooking, baking\"}\n";

    private final Serving serving;
    private final HttpClient client;
    private final SimpleMeterRegistry meters;

    private RunningApi(Serving serving, HttpClient client, SimpleMeterRegistry meters) {
        this.serving = serving;
        this.client = client;
        this.meters = meters;
    }

    static RunningApi start(@Nullable VotingModel model, Map<String, String> settings) throws Exception {
        return start(model, settings, HttpClient.newHttpClient());
    }

    static RunningApi start(@Nullable VotingModel model, Map<String, String> settings, HttpClient client)
            throws Exception {
        Map<String, String> values = new HashMap<>(Map.of(ServingConfig.PORT, "0"));
        values.putAll(settings);
        Settings loaded = Settings.of(
                ServingConfig.define(StreamConfig.define(ConnectionConfig.define(new ConfigDef()))), values);
        RuleSet rules = RuleSet.load(RuleSet.DEFAULT, Taxonomy.standard());
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        Serving serving = new Serving(
                ServingConfig.settings(loaded),
                new ServedVoters(rules, null, model == null ? null : new SharedModel(new FixedModel(model), "roberta")),
                new DecisionPolicy(new Combination.Joint(), "Other"),
                jobs(rules),
                meters);
        serving.start();
        Awaitility.await().until(serving::isReady);
        return new RunningApi(serving, client, meters);
    }

    private static JobLists jobs(RuleSet rules) throws Exception {
        Matcher matcher = Matchers.open(MatcherOptions.of(rules));
        RowRanking ranking = new RowRanking(matcher, null);
        try (RowSource rows = RowSource.ofJobs(
                new ByteArrayInputStream(JOBS.getBytes(StandardCharsets.UTF_8)), "jobs", JobColumns.AUTOMATIC)) {
            RecommendationRun run = new RecommendationRun(
                    ranking,
                    MatchFilter.none(),
                    1,
                    (side, row) -> {
                        throw new AssertionError(row);
                    },
                    null);
            return new JobLists(ranking, run.index(rows), matcher);
        }
    }

    String url() {
        return serving.url();
    }

    /** Of a counter with tags like {@code status=200}; 0 if it was never counted. */
    double counted(String meter, String tag, String value) {
        return meters.find(meter).tag(tag, value).counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }

    HttpResponse<String> post(String path, String body, String... headers) throws IOException, InterruptedException {
        return client.send(request(path, body, headers), HttpResponse.BodyHandlers.ofString());
    }

    CompletableFuture<HttpResponse<String>> postLater(String path, String body) {
        return client.sendAsync(request(path, body), HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest request(String path, String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url() + path))
                .timeout(Duration.ofSeconds(60))
                .POST(HttpRequest.BodyPublishers.ofString(body));
        if (headers.length == 0) {
            request.header("Content-Type", "application/json");
        } else {
            request.headers(headers);
        }
        return request.build();
    }

    HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url() + path));
        return client.send(
                (headers.length == 0 ? request : request.headers(headers)).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    /** The answer to a request that is not refused. */
    JsonNode json(String path, String body) throws IOException, InterruptedException {
        HttpResponse<String> response = post(path, body);
        if (response.statusCode() != 200) {
            throw new AssertionError(response.statusCode() + ": " + response.body());
        }
        return JSON.readTree(response.body());
    }

    @Override
    public void close() {
        serving.close();
    }
}
