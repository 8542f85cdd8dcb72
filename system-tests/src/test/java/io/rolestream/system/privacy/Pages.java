package io.rolestream.system.privacy;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Everything that the dashboard answers about a resume.
 *
 * @param jobId a job that is recommended for it
 */
record Pages(String url, String resumeId, String rules, String model, String jobId) {
    private static final Duration EVENTS = Duration.ofSeconds(3);

    String all() throws Exception {
        StringBuilder all = new StringBuilder(events()).append(lists());
        for (String path : List.of(
                "api/cases?rules=%s&model=%s".formatted(query(rules), query(model)),
                "api/questions",
                "api/answers?format=jsonl",
                "api/label?id=" + resumeId,
                "api/ids?query=" + resumeId,
                "api/local/label?id=" + resumeId)) {
            all.append('\n').append(get(path));
        }
        return all.toString();
    }

    /** The list of the resume, that of the job, and the texts of both. */
    String lists() throws IOException, InterruptedException {
        return get("api/recommendations?resume=" + resumeId)
                + '\n'
                + get("api/recommendations?job=" + jobId)
                + '\n'
                + get("api/match?resume=%s&job=%s".formatted(resumeId, jobId));
    }

    private static String query(String role) {
        return role.replace(" ", "+");
    }

    private String get(String path) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(request(path), BodyHandlers.ofString())
                .body();
    }

    private HttpRequest request(String path) {
        return HttpRequest.newBuilder(URI.create(url).resolve("/" + path)).build();
    }

    /** What a page gets that opens now: every part once, then changes. */
    private String events() throws Exception {
        InputStream body = HttpClient.newHttpClient()
                .send(request("api/events"), BodyHandlers.ofInputStream())
                .body();
        CompletableFuture.delayedExecutor(EVENTS.toMillis(), TimeUnit.MILLISECONDS)
                .execute(() -> {
                    try {
                        body.close();
                    } catch (IOException e) {
                        throw new IllegalStateException(e);
                    }
                });
        StringBuilder events = new StringBuilder();
        byte[] buffer = new byte[1 << 16];
        try {
            for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
                events.append(new String(buffer, 0, read, StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            // It was closed above.
        }
        return events.toString();
    }
}
