package io.rolestream.serving.web;

import io.javalin.http.Context;
import io.javalin.http.ForbiddenResponse;
import io.javalin.http.HttpResponseException;
import io.javalin.http.MethodNotAllowedResponse;
import io.javalin.http.NotFoundResponse;
import io.javalin.http.TooManyRequestsResponse;
import io.javalin.http.UnauthorizedResponse;
import io.javalin.http.UnsupportedMediaTypeResponse;
import io.rolestream.http.ClientLimits;
import io.rolestream.http.Loopback;
import io.rolestream.http.Secret;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Checks every request before it is answered. Without a token, only this machine is served, and only under its own
 * name: a page whose name resolves to this machine (DNS rebinding) sends another {@code Host}.
 */
final class ApiGate {
    /** The method of each path. */
    static final Map<String, String> METHODS = Map.of(
            ApiServer.LABEL, "POST",
            ApiServer.RECOMMEND, "POST",
            ApiServer.OPEN_API, "GET",
            ApiServer.LIVE, "GET",
            ApiServer.READY, "GET");

    /** What probes ask, which have no token. */
    private static final Set<String> PROBES = Set.of(ApiServer.LIVE, ApiServer.READY);

    private static final double GUESSES_PER_SECOND = 5;

    private final @Nullable Secret token;
    private final ClientLimits guesses = new ClientLimits(GUESSES_PER_SECOND);

    ApiGate(@Nullable Secret token) {
        this.token = token;
    }

    /** Throws an {@link HttpResponseException} if the request is refused. */
    void check(Context ctx) {
        ctx.header("X-Content-Type-Options", "nosniff");
        ctx.header("Cache-Control", "no-store");
        if (!PROBES.contains(ctx.path())) {
            requireKnown(ctx);
        }
        String method = METHODS.get(ctx.path());
        if (method == null) {
            throw new NotFoundResponse("there is no such path; GET /v1/openapi.json lists all");
        }
        if (!ctx.method().toString().equals(method)) {
            ctx.header("Allow", method);
            throw new MethodNotAllowedResponse("use " + method);
        }
        if (method.equals("POST")) {
            requireJson(ctx);
        }
    }

    private void requireKnown(Context ctx) {
        if (token == null) {
            if (!Loopback.isNamedBy(ctx.host())) {
                throw new ForbiddenResponse("ask localhost or 127.0.0.1, or set serve.token");
            }
        } else if (!token.isBearerOf(ctx.header("Authorization"))) {
            if (ctx.header("Authorization") != null && !guesses.take(ctx.ip())) {
                throw new TooManyRequestsResponse("too many wrong tokens; try again in a second");
            }
            ctx.header("WWW-Authenticate", "Bearer");
            throw new UnauthorizedResponse(
                    "send the header Authorization: Bearer TOKEN, with the token of serve.token");
        }
    }

    private static void requireJson(Context ctx) {
        String type = String.valueOf(ctx.contentType()).toLowerCase(Locale.ROOT);
        if (!type.equals("application/json") && !type.startsWith("application/json;")) {
            throw new UnsupportedMediaTypeResponse("send application/json");
        }
    }
}
