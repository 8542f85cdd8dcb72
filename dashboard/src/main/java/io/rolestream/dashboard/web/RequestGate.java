package io.rolestream.dashboard.web;

import io.javalin.http.Context;
import io.javalin.http.ForbiddenResponse;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpResponseException;
import io.javalin.http.MethodNotAllowedResponse;
import io.javalin.http.NotFoundResponse;
import io.javalin.http.TooManyRequestsResponse;
import io.javalin.http.UnauthorizedResponse;
import io.javalin.http.UnsupportedMediaTypeResponse;
import io.rolestream.dashboard.config.DashboardConfig.Auth;
import io.rolestream.http.ClientLimits;
import io.rolestream.http.Loopback;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Checks every request before it is answered.
 *
 * <p>Without authentication, only pages of this machine are served: a request with another {@code Host}, such as from a
 * foreign page whose name resolves to this machine (DNS rebinding), is refused. Requests that change something need the
 * token that only the dashboard's own page can read, an origin header of the dashboard, and JSON, which forms of other
 * pages cannot send.
 */
final class RequestGate {
    static final String TOKEN_HEADER = "X-Rolestream-Token";

    static final String COOKIE = "rolestream-session";

    static final String LOGIN = "/api/login";
    static final String SESSION = "/api/session";
    static final String EVENTS = "/api/events";

    /** Only the dashboard's own files load; it cannot be framed, and forms cannot be submitted. */
    private static final String CONTENT_POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
                    + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static final Map<String, String> HEADERS = Map.of(
            "Content-Security-Policy", CONTENT_POLICY,
            "X-Content-Type-Options", "nosniff",
            "X-Frame-Options", "DENY",
            "Referrer-Policy", "no-referrer",
            "Cross-Origin-Opener-Policy", "same-origin",
            "Cross-Origin-Resource-Policy", "same-origin",
            "Permissions-Policy", "camera=(), microphone=(), geolocation=()");

    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST");

    /** Paths that need no login. */
    private static final Set<String> BEFORE_LOGIN =
            Set.of("/login", "/login.html", "/login.js", "/app.css", "/favicon.svg", LOGIN);

    /** Requests that pages send by themselves. */
    private static final Set<String> UNLIMITED = Set.of(EVENTS, SESSION);

    private static final double LOGINS_PER_SECOND = 5;

    private final Access access;
    private final Sessions sessions = new Sessions(System::nanoTime);
    private final String token = Sessions.unguessable();
    private final @Nullable InstanceKey instances;
    private final ClientLimits requests;
    private final ClientLimits logins = new ClientLimits(LOGINS_PER_SECOND);

    /**
     * @param instances lets other instances ask for labels; null for none
     * @param requestsPerSecond of each client
     */
    RequestGate(Access access, @Nullable InstanceKey instances, int requestsPerSecond) {
        this.access = access;
        this.instances = instances;
        this.requests = new ClientLimits(requestsPerSecond);
    }

    /** The token that the dashboard's page sends with requests that change something. */
    String token() {
        return token;
    }

    /** Whether this is the page's token, which only those get who are logged in. */
    boolean isToken(@Nullable String sent) {
        return token.equals(sent);
    }

    /** Throws an {@link HttpResponseException} if the request is refused. */
    void check(Context ctx) {
        HEADERS.forEach(ctx::header);
        boolean api = ctx.path().startsWith("/api/");
        ctx.header("Cache-Control", api ? "no-store" : "no-cache");
        if (access.auth() == Auth.NONE && !Loopback.isNamedBy(ctx.host())) {
            throw new ForbiddenResponse("open the dashboard as localhost or 127.0.0.1, or set dashboard.auth");
        }
        if (!METHODS.contains(ctx.method().toString())) {
            ctx.header("Allow", "GET, HEAD, POST");
            throw new MethodNotAllowedResponse("use GET or POST");
        }
        boolean changes = ctx.method() == HandlerType.POST;
        if (changes) {
            requireType(ctx, ctx.path().equals(PostedDocuments.PATH) ? "application/octet-stream" : "application/json");
        }
        if (api) {
            requireOwnPage(ctx, changes);
        }
        boolean open = BEFORE_LOGIN.contains(ctx.path());
        if (!open) {
            requireKnown(ctx, api);
            if (changes && !isToken(ctx.header(TOKEN_HEADER))) {
                throw new ForbiddenResponse("this page is from before a restart: reload it");
            }
        }
        if (api && !UNLIMITED.contains(ctx.path()) && !requests.take(client(ctx, open))) {
            throw new TooManyRequestsResponse("too many requests; try again in a second");
        }
    }

    /** Whose requests this one counts among: those of its session, of its address, or of strangers at its address. */
    private String client(Context ctx, boolean open) {
        String session = ctx.cookie(COOKIE);
        return open ? "stranger " + ctx.ip() : session != null && sessions.has(session) ? session : ctx.ip();
    }

    /** A type that no form of another page can send. */
    private static void requireType(Context ctx, String wanted) {
        String type = String.valueOf(ctx.contentType()).toLowerCase(Locale.ROOT);
        if (!type.equals(wanted) && !type.startsWith(wanted + ";")) {
            throw new UnsupportedMediaTypeResponse("send " + wanted);
        }
    }

    /** Other pages could not read the answers, but use up requests. Only addresses that a user enters have no page. */
    private static void requireOwnPage(Context ctx, boolean changes) {
        String site = ctx.header("Sec-Fetch-Site");
        String origin = ctx.header("Origin");
        boolean own = site == null || site.equals("same-origin") || (site.equals("none") && !changes);
        if (!own || (origin != null && !isOwn(origin, ctx.host()))) {
            throw new ForbiddenResponse("the request comes from a page other than the dashboard's");
        }
    }

    private static boolean isOwn(String origin, @Nullable String host) {
        try {
            String authority = new URI(origin).getAuthority();
            return authority != null && authority.equalsIgnoreCase(host);
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private void requireKnown(Context ctx, boolean api) {
        if (isKnown(ctx)) {
            return;
        }
        if (ctx.header("Authorization") != null && !logins.take(ctx.ip())) {
            throw new TooManyRequestsResponse("Too many login attempts; try again in a second.");
        }
        boolean browser = isBrowser(ctx);
        if (!api && (browser || access.auth() == Auth.BEARER)) {
            ctx.redirect("/login");
            ctx.skipRemainingHandlers();
            return;
        }
        if (access.auth() == Auth.BEARER) {
            ctx.header("WWW-Authenticate", "Bearer realm=\"Rolestream\"");
        } else if (!browser) {
            ctx.header("WWW-Authenticate", "Basic realm=\"Rolestream\", charset=\"UTF-8\"");
        }
        throw new UnauthorizedResponse("please log in");
    }

    private boolean isKnown(Context ctx) {
        return access.allows(ctx.header("Authorization")) || hasSession(ctx) || isInstance(ctx);
    }

    private boolean isInstance(Context ctx) {
        return instances != null && ctx.path().equals(OtherInstances.PATH) && instances.allows(ctx);
    }

    /** Browsers get no Basic challenge: they would cache the credentials, and logging out would be impossible. */
    private static boolean isBrowser(Context ctx) {
        return String.valueOf(ctx.userAgent()).startsWith("Mozilla/");
    }

    /** Whether the user has logged in with this browser. */
    boolean hasSession(Context ctx) {
        return sessions.has(ctx.cookie(COOKIE));
    }

    /** Whether this request would still pass later: its session may have ended by then. */
    BooleanSupplier stillKnown(Context ctx) {
        String session = ctx.cookie(COOKIE);
        return access.allows(ctx.header("Authorization")) ? () -> true : () -> sessions.has(session);
    }

    /** Whether the login requires a user name beside the secret. */
    boolean asksForUser() {
        return access.auth() == Auth.BASIC;
    }

    /** Starts a session, unless the secret is wrong or there are too many attempts. */
    void login(Context ctx, String user, String secret) {
        if (access.auth() == Auth.NONE) {
            throw new NotFoundResponse("this dashboard has no login");
        }
        if (!logins.take(ctx.ip())) {
            throw new TooManyRequestsResponse("Too many login attempts; try again in a second.");
        }
        if (!access.allows(user, secret)) {
            throw new UnauthorizedResponse(asksForUser() ? "Wrong user or password." : "Wrong token.");
        }
        cookie(ctx, sessions.begin(), "");
    }

    /** Ends the user's session, for all pages of that browser. */
    void logout(Context ctx) {
        sessions.end(ctx.cookie(COOKIE));
        cookie(ctx, "", "; Max-Age=0");
    }

    private static void cookie(Context ctx, String session, String more) {
        boolean secure = ctx.req().isSecure() || "https".equalsIgnoreCase(ctx.header("X-Forwarded-Proto"));
        ctx.header(
                "Set-Cookie",
                COOKIE + "=" + session + "; Path=/; HttpOnly; SameSite=Strict" + (secure ? "; Secure" : "") + more);
    }

    /** The authenticated user; null if there are no user names. */
    @Nullable
    String user() {
        return access.auth() == Auth.BASIC ? access.user() : null;
    }
}
