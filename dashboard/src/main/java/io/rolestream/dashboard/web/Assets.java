package io.rolestream.dashboard.web;

import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The page's files: those of these types beside this class. Nothing else is served from the class path. */
final class Assets {
    private static final Pattern NAME = Pattern.compile("[a-z]+\\.(html|css|js|svg)");
    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "svg", "image/svg+xml");
    private static final int NOT_MODIFIED = 304;

    private record File(byte[] content, String type, String tag) {}

    private final Map<String, File> files = new ConcurrentHashMap<>();

    private static File read(String name) {
        Matcher matcher = NAME.matcher(name);
        try (InputStream in = matcher.matches() ? Assets.class.getResourceAsStream(name) : null) {
            if (in == null) {
                throw new NotFoundResponse("page not found");
            }
            byte[] content = in.readAllBytes();
            String tag = "\"%08x-%x\"".formatted(Arrays.hashCode(content), content.length);
            return new File(content, TYPES.getOrDefault(matcher.group(1), ""), tag);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends a file, unless the browser has it. */
    void send(Context ctx, String name) {
        File file = files.computeIfAbsent(name, Assets::read);
        ctx.header("ETag", file.tag());
        if (file.tag().equals(ctx.header("If-None-Match"))) {
            ctx.status(NOT_MODIFIED);
        } else {
            ctx.contentType(file.type()).result(file.content());
        }
    }
}
