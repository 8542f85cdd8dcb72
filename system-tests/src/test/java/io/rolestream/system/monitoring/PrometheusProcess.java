package io.rolestream.system.monitoring;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A Prometheus of this machine with the configuration in {@code deploy/prometheus}, on loopback, with its data in a
 * directory.
 */
public final class PrometheusProcess implements AutoCloseable {
    private static final Path CONFIGURATION = Path.of("..", "deploy", "prometheus");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final Process process;
    private final int port;

    private PrometheusProcess(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /**
     * Starts it.
     *
     * @param program the executable
     * @param directory for data, configuration and log
     * @param addresses what to ask in the place of each host and port that the configuration names, in their order
     */
    public static PrometheusProcess start(Path program, Path directory, int port, List<String> addresses)
            throws IOException {
        Files.createDirectories(directory);
        for (String rules : List.of("recording-rules.yml", "alert-rules.yml")) {
            Files.copy(CONFIGURATION.resolve(rules), directory.resolve(rules));
        }
        String configuration =
                Files.readString(CONFIGURATION.resolve("prometheus.yml")).replace(": 5s", ": 1s");
        for (String address : addresses) {
            configuration = configuration.replaceFirst("\"[a-z]+:9404\"", "\"" + address + "\"");
        }
        Path file = Files.writeString(directory.resolve("prometheus.yml"), configuration);
        Process process = new ProcessBuilder(
                        program.toString(),
                        "--config.file=" + file,
                        "--storage.tsdb.path=" + directory.resolve("data"),
                        "--web.listen-address=127.0.0.1:" + port)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("log").toFile())
                .start();
        return new PrometheusProcess(process, port);
    }

    /** Whether it answers. */
    public boolean isReady() throws IOException, InterruptedException {
        try {
            return get("/-/ready").statusCode() == 200;
        } catch (ConnectException e) {
            return false;
        }
    }

    /**
     * The values of all series that an expression has had since a time, second by second.
     *
     * @throws IllegalArgumentException if it is none
     */
    public List<Double> values(String expression, Instant since) throws IOException, InterruptedException {
        HttpResponse<String> response = get("/api/v1/query_range?query=%s&start=%d&end=%d&step=1"
                .formatted(
                        URLEncoder.encode(expression, StandardCharsets.UTF_8),
                        since.getEpochSecond(),
                        Instant.now().getEpochSecond()));
        JsonNode answer = JSON.readTree(response.body());
        if (!answer.path("status").asText().equals("success")) {
            throw new IllegalArgumentException(expression + ": " + response.body());
        }
        List<Double> values = new ArrayList<>();
        for (JsonNode series : answer.path("data").path("result")) {
            for (JsonNode value : series.path("values")) {
                values.add(Double.valueOf(value.get(1).asText().replace("Inf", "Infinity")));
            }
        }
        return values;
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }

    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().join();
    }
}
