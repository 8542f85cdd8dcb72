package io.rolestream.serving.web;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.micrometer.core.instrument.MeterRegistry;
import io.rolestream.http.ServerLimits;
import io.rolestream.http.ServerTls;
import io.rolestream.http.TlsFiles;
import io.rolestream.http.WebServer;
import io.rolestream.serving.answers.JobLists;
import io.rolestream.serving.answers.RefusedRequestException;
import io.rolestream.serving.answers.ResumeLabels;
import io.rolestream.serving.config.ServingSettings;
import java.io.IOException;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers requests for labels and lists of jobs.
 *
 * <p>A request has a thread from the arrival of its whole body until its answer, and there are as many threads as
 * requests may be worked on, and some to spare, which refuse the rest at once. Texts and tokens are never logged.
 */
public final class ApiServer implements AutoCloseable {
    static final String LABEL = "/v1/label";
    static final String RECOMMEND = "/v1/recommend";
    static final String OPEN_API = "/v1/openapi.json";
    static final String LIVE = "/live";
    static final String READY = "/ready";

    private static final Logger LOG = LoggerFactory.getLogger(ApiServer.class);

    private static final String OTHER_PATHS = "other";
    private static final int SPARE_THREADS = 24;
    private static final int SPARE_THREADS_PER_ADDRESS = 16;
    private static final int CONNECTIONS_PER_ADDRESS = 512;

    /** What an answer may take to be sent when the service stops. */
    private static final Duration TO_SEND = Duration.ofSeconds(2);

    private static final int OK = 200;
    private static final int SERVER_ERROR = 500;

    private final Probes probes;
    private final ServingMeters meters;
    private final ApiGate gate;
    private final ResumeRoutes resumes;
    private final WebServer server;

    /** What the service says of itself. */
    public record Probes(BooleanSupplier live, BooleanSupplier ready, Supplier<String> description) {}

    /**
     * Does not listen yet.
     *
     * @param jobs null if it recommends none
     */
    public ApiServer(
            ServingSettings settings,
            ResumeLabels labels,
            @Nullable JobLists jobs,
            Probes probes,
            MeterRegistry registry) {
        this.probes = probes;
        this.meters = new ServingMeters(registry);
        this.gate = new ApiGate(settings.token());
        this.resumes = new ResumeRoutes(settings.limits(), labels, jobs, probes.ready(), meters);
        TlsFiles tls = settings.listen().tls();
        this.server = new WebServer(
                "serve-http",
                settings.listen().host(),
                tls == null ? null : ServerTls.context(tls),
                limits(settings.limits()),
                this::routes);
    }

    private static ServerLimits limits(ServingSettings.Limits limits) {
        int requests = limits.requests();
        return new ServerLimits(
                requests + SPARE_THREADS,
                requests + SPARE_THREADS_PER_ADDRESS,
                CONNECTIONS_PER_ADDRESS,
                new ServerLimits.Bodies(request -> limits.bodyBytes(), limits.time(), requests, requests),
                limits.time().plus(TO_SEND));
    }

    private void routes(RoutesConfig routes) {
        routes.before(gate::check);
        routes.after(ctx -> meters.answered(known(ctx.path()), ctx.statusCode()));
        routes.exception(
                HttpResponseException.class, (e, ctx) -> refuse(ctx, e.getStatus(), String.valueOf(e.getMessage())));
        routes.exception(
                RefusedRequestException.class, (e, ctx) -> refuse(ctx, e.status(), String.valueOf(e.getMessage())));
        routes.exception(Exception.class, (e, ctx) -> {
            LOG.error("{} failed", known(ctx.path()), e);
            refuse(ctx, SERVER_ERROR, "something went wrong; see the service's log");
        });
        routes.post(LABEL, resumes::label);
        routes.post(RECOMMEND, resumes::recommend);
        routes.get(OPEN_API, ctx -> ctx.contentType(ApiJson.TYPE).result(ApiJson.document()));
        routes.get(LIVE, ctx -> probe(ctx, probes.live()));
        routes.get(READY, ctx -> probe(ctx, probes.ready()));
    }

    private static String known(String path) {
        return ApiGate.METHODS.containsKey(path) ? path : OTHER_PATHS;
    }

    private void probe(Context ctx, BooleanSupplier good) {
        ctx.status(good.getAsBoolean() ? OK : RefusedRequestException.UNAVAILABLE)
                .contentType("text/plain; charset=utf-8")
                .result(probes.description().get() + "\n");
    }

    private static void refuse(Context ctx, int status, String message) {
        if (status == RefusedRequestException.UNAVAILABLE || status == RefusedRequestException.TOO_MANY) {
            ctx.header("Retry-After", "1");
        }
        ctx.status(status).contentType(ApiJson.TYPE).result(ApiJson.error(message));
    }

    /** Starts to listen; port 0 is any free port. */
    public void start(int port) throws IOException {
        server.start(port);
    }

    /** The address of a server that listens. */
    public String url() {
        return server.url();
    }

    @Override
    public void close() {
        server.close();
    }
}
