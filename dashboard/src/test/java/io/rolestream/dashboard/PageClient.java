package io.rolestream.dashboard;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Asks a dashboard over HTTP as its page does. */
final class PageClient {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http;
    private final String url;
    private final String[] headers;

    /** @param headers names and values that go with every request */
    PageClient(String url, String... headers) {
        this(HttpClient.newHttpClient(), url, headers);
    }

    PageClient(HttpClient http, String url, String... headers) {
        this.http = http;
        this.url = url;
        this.headers = headers;
    }

    HttpResponse<String> get(String path, String... more) throws IOException, InterruptedException {
        return send(request(path), more);
    }

    /** An answer that has begun, to read as it comes. */
    InputStream open(String path) throws IOException, InterruptedException {
        return http.send(request(path).build(), HttpResponse.BodyHandlers.ofInputStream())
                .body();
    }

    /** The first value of a part that a page gets. */
    JsonNode part(String name) throws IOException, InterruptedException {
        try (var events = new BufferedReader(new InputStreamReader(open("api/events"), StandardCharsets.UTF_8))) {
            for (String line = events.readLine(); line != null; line = events.readLine()) {
                if (line.equals("event: " + name)) {
                    return JSON.readTree(events.readLine().substring("data: ".length()));
                }
            }
        }
        throw new AssertionError("no part " + name);
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + path));
        return headers.length == 0 ? request : request.headers(headers);
    }

    JsonNode json(String path) throws IOException, InterruptedException {
        return JSON.readTree(get(path).body());
    }

    /** Posts with the page's token and origin, unless other headers say otherwise. */
    HttpResponse<String> post(String path, Map<String, ?> body, String... more)
            throws IOException, InterruptedException {
        return postText(path, JSON.writeValueAsString(body), more);
    }

    /** As {@link #post}, whatever the body is. */
    HttpResponse<String> postText(String path, String body, String... more) throws IOException, InterruptedException {
        HttpRequest.Builder request = request(path)
                .header("Content-Type", "application/json")
                .header("Origin", url.substring(0, url.length() - 1))
                .header("X-Rolestream-Token", json("api/session").path("token").asText())
                .POST(HttpRequest.BodyPublishers.ofString(body));
        return send(request, more);
    }

    static JsonNode body(HttpResponse<String> response) throws IOException {
        return JSON.readTree(response.body());
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    static String header(HttpResponse<?> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }

    private HttpResponse<String> send(HttpRequest.Builder request, String... more)
            throws IOException, InterruptedException {
        for (int i = 0; i < more.length; i += 2) {
            request.setHeader(more[i], more[i + 1]);
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
