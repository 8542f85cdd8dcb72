package io.rolestream.dashboard.web;

import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The page's files, read once. Nothing else is served from the class path. */
final class Assets {
    private static final String ROOT = "/io/rolestream/dashboard/web/";
    private static final List<String> FILES = List.of(
            "index.html",
            "login.html",
            "app.css",
            "favicon.svg",
            "app.js",
            "login.js",
            "dom.js",
            "api.js",
            "charts.js",
            "flow.js",
            "roles.js",
            "confusion.js",
            "models.js",
            "keywords.js",
            "deadletters.js",
            "marked.js",
            "tryit.js",
            "review.js",
            "lookup.js");
    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "svg", "image/svg+xml");
    private static final int NOT_MODIFIED = 304;

    private record File(byte[] content, String type, String tag) {}

    private final Map<String, File> files = new LinkedHashMap<>();

    Assets() {
        for (String name : FILES) {
            byte[] content = read(name);
            files.put(
                    "/" + name,
                    new File(content, TYPES.getOrDefault(name.substring(name.lastIndexOf('.') + 1), ""), tag(content)));
        }
        files.put("/", files.get("/index.html"));
        files.put("/login", files.get("/login.html"));
    }

    private static byte[] read(String name) {
        try (InputStream in = Assets.class.getResourceAsStream(ROOT + name)) {
            if (in == null) {
                throw new IllegalStateException("The class path lacks " + ROOT + name);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String tag(byte[] content) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
            return '"' + HexFormat.of().formatHex(digest, 0, 8) + '"';
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    Set<String> paths() {
        return files.keySet();
    }

    /** Sends the file of the request's path, unless the browser has it. */
    void send(Context ctx) {
        File file = files.get(ctx.path());
        if (file == null) {
            throw new NotFoundResponse("page not found");
        }
        ctx.header("ETag", file.tag());
        if (file.tag().equals(ctx.header("If-None-Match"))) {
            ctx.status(NOT_MODIFIED);
        } else {
            ctx.contentType(file.type()).result(file.content());
        }
    }
}
