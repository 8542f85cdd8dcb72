package io.rolestream.dashboard.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.javalin.config.RoutesConfig;
import io.javalin.http.BadRequestResponse;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.rolestream.common.clients.Cluster;
import io.rolestream.common.clients.StatusReport;
import io.rolestream.common.config.ConfigurationException;
import io.rolestream.dashboard.config.DashboardConfig;
import io.rolestream.dashboard.config.DashboardSettings;
import io.rolestream.dashboard.jobs.JobRequests;
import io.rolestream.dashboard.labels.LabelBook;
import io.rolestream.dashboard.labels.LabelFilter;
import io.rolestream.dashboard.labels.LabelHistory;
import io.rolestream.dashboard.live.Cell;
import io.rolestream.dashboard.live.FlowRange;
import io.rolestream.dashboard.live.LiveState;
import io.rolestream.dashboard.matches.MatchState;
import io.rolestream.dashboard.review.Answers;
import io.rolestream.dashboard.review.ReviewRequests;
import io.rolestream.dashboard.review.ReviewState;
import io.rolestream.dashboard.versions.VersionComparison;
import io.rolestream.http.ServerLimits;
import io.rolestream.http.ServerTls;
import io.rolestream.http.TlsFiles;
import io.rolestream.http.WebServer;
import io.rolestream.rules.role.Taxonomy;
import io.rolestream.stream.StreamApp;
import io.rolestream.stream.labelling.RuleVotes;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import javax.net.ssl.SSLContext;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves the pages, their events, and their requests. */
public final class DashboardServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DashboardServer.class);

    /** A text to try with every character escaped, and room for the rest. */
    private static final int MAX_REQUEST_BYTES = 6 * TryIt.MAX_CHARS + 8_192;

    private static final int SPARE_THREADS = 24;

    /** Fewer than are to spare, so that clients at one address, which may read slowly, never occupy all threads. */
    private static final int SPARE_THREADS_PER_ADDRESS = 8;

    private static final int SPARE_CONNECTIONS_PER_ADDRESS = 64;

    private static final int LOGIN_BYTES = 1_024;
    private static final int ARRIVING = 64;
    private static final int ARRIVING_PER_ADDRESS = 4;
    private static final Duration BODY_TIME_LIMIT = Duration.ofSeconds(10);
    private static final int SERVER_ERROR = 500;

    private final LiveState state;
    private final Taxonomy taxonomy;
    private final boolean showText;
    private final ObjectMapper json = new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
    private final Assets assets = new Assets();
    private final RequestGate gate;
    private final EventHub hub;
    private final @Nullable ChampionModel model;
    private final TryIt tryIt;
    private final ReviewRequests review;
    private final LabelLookup lookup;
    private final LabelRequests labels;
    private final JobRequests jobs;
    private final PostedDocuments documents;
    private final Runnable refresh;
    private final WebServer server;

    /**
     * @param labels those that the dashboard has seen
     * @param partitions how many partitions a topic has; 0 before that is known
     * @param refresh publishes an update; called when a page opens
     * @throws ConfigurationException if the dashboard would be open to strangers
     */
    public DashboardServer(
            Cluster cluster,
            DashboardSettings settings,
            StreamApp app,
            LiveState state,
            MatchState matches,
            ReviewState reviewed,
            LabelBook labels,
            ToIntFunction<String> partitions,
            Runnable refresh) {
        Access access = Access.of(settings.login(), settings.listen().host());
        TlsFiles files = settings.listen().tls();
        SSLContext tls = files == null ? null : ServerTls.context(files);
        DashboardSettings.Instances instances = settings.instances();
        InstanceKey key = instances.key() == null
                ? null
                : new InstanceKey(instances.key(), instances.address(), System::currentTimeMillis);
        this.state = state;
        this.taxonomy = app.rules().taxonomy();
        this.showText = settings.showText();
        this.refresh = refresh;
        this.gate = new RequestGate(access, key, settings.limits().requestsPerSecond());
        int pages = settings.limits().pages();
        this.hub = new EventHub(json, pages);
        String awaited = app.model();
        this.model = awaited != null && settings.tried() != null
                ? new ChampionModel(settings.tried(), taxonomy, awaited, state::champion)
                : null;
        this.tryIt = new TryIt(taxonomy, new RuleVotes(app::rules), model, awaited != null, app.policy());
        this.documents = new PostedDocuments(settings.documents());
        this.review = new ReviewRequests(cluster, taxonomy, reviewed, settings);
        this.jobs = new JobRequests(cluster, matches, app::rules, settings);
        OtherInstances others = new OtherInstances(
                app.streams()::metadataForAllStreamsClients,
                instances.address(),
                key,
                access.auth() == DashboardConfig.Auth.NONE,
                tls,
                json);
        this.lookup = new LabelLookup(
                app.streams(), () -> partitions.applyAsInt(cluster.topics().resumes()), others);
        this.labels = new LabelRequests(
                lookup,
                new LabelHistory(cluster, labels, app::rules, partitions),
                labels,
                new VersionComparison(state::version, labels, settings.tried(), taxonomy));
        this.server = new WebServer("dashboard-http", settings.listen().host(), tls, limits(pages), this::routes);
    }

    private ServerLimits limits(int pages) {
        return new ServerLimits(
                pages + SPARE_THREADS,
                pages + SPARE_THREADS_PER_ADDRESS,
                pages + SPARE_CONNECTIONS_PER_ADDRESS,
                new ServerLimits.Bodies(this::maxBytes, BODY_TIME_LIMIT, ARRIVING, ARRIVING_PER_ADDRESS),
                Duration.ZERO);
    }

    private void routes(RoutesConfig routes) {
        routes.before(gate::check);
        routes.exception(
                HttpResponseException.class, (e, ctx) -> refuse(ctx, e.getStatus(), String.valueOf(e.getMessage())));
        routes.exception(Exception.class, (e, ctx) -> {
            LOG.error("{} {} failed", ctx.method(), ctx.path(), e);
            refuse(ctx, SERVER_ERROR, "Something went wrong; see the service's log.");
        });
        routes.get("/", ctx -> assets.send(ctx, "index.html"));
        routes.get("/login", ctx -> assets.send(ctx, "login.html"));
        routes.get("/{file}", ctx -> assets.send(ctx, ctx.pathParam("file")));
        routes.get(RequestGate.SESSION, this::session);
        routes.get(RequestGate.EVENTS, this::events);
        routes.get("/api/cases", this::cases);
        routes.get("/api/flow", this::flow);
        routes.get("/api/review", ctx -> write(ctx, review.facts()));
        routes.get(
                "/api/review/text",
                ctx -> write(
                        ctx,
                        review.text(
                                parameter(ctx, "resume"),
                                parameter(ctx, "hash"),
                                ctx.queryParam("reviewer"),
                                gate.user())));
        routes.get(
                "/api/questions",
                ctx -> write(ctx, review.questions(ctx.queryParam("count"), ctx.queryParam("reviewer"), gate.user())));
        routes.get("/api/labels", this::labels);
        routes.get("/api/label", ctx -> write(ctx, labels.label(parameter(ctx, "id"))));
        routes.get("/api/ids", ctx -> write(ctx, labels.newest(ctx.queryParam("query"))));
        routes.get("/api/versions", ctx -> write(ctx, labels.compare(parameter(ctx, "of"), parameter(ctx, "with"))));
        routes.get(OtherInstances.PATH, ctx -> write(ctx, lookup.here(parameter(ctx, "id"))));
        routes.post(
                "/api/try",
                ctx -> write(ctx, tryIt.judge(written(body(ctx, Text.class).text()))));
        routes.get("/api/answers", review::export);
        routes.post("/api/answers", ctx -> {
            review.answer(body(ctx, Answers.Given.class), gate.user());
            write(ctx, Map.of());
        });
        routes.get("/api/jobs", ctx -> write(ctx, jobs.jobs(ctx.queryParam("query"))));
        routes.get(
                "/api/recommendations", ctx -> write(ctx, jobs.list(ctx.queryParam("resume"), ctx.queryParam("job"))));
        routes.get(
                "/api/match",
                ctx -> write(ctx, jobs.texts(parameter(ctx, "resume"), parameter(ctx, "job"), ctx.queryParam("list"))));
        routes.get("/api/description", ctx -> write(ctx, jobs.description(parameter(ctx, "resume"))));
        routes.post("/api/find", ctx -> {
            String text = written(body(ctx, Text.class).text());
            write(ctx, jobs.find(text, tryIt.belief(text)));
        });
        routes.post(PostedDocuments.PATH, ctx -> write(ctx, documents.read(ctx.bodyAsBytes())));
        routes.post("/api/feedback", ctx -> {
            Feedback given = body(ctx, Feedback.class);
            jobs.feedback(given.resumeId(), given.jobId(), given.action(), given.list());
            write(ctx, Map.of());
        });
        routes.get(RequestGate.LOGIN, ctx -> write(ctx, Map.of("asksForUser", gate.asksForUser())));
        routes.post(RequestGate.LOGIN, ctx -> {
            Login login = body(ctx, Login.class);
            gate.login(ctx, written(login.user()), written(login.secret()));
            write(ctx, Map.of());
        });
        routes.post("/api/logout", ctx -> {
            gate.logout(ctx);
            write(ctx, Map.of());
        });
    }

    /** A document may be large, but only from a page of this dashboard: bodies arrive before they are checked. */
    private int maxBytes(Request request) {
        String path = Request.getPathInContext(request);
        if (path.equals(RequestGate.LOGIN)) {
            return LOGIN_BYTES;
        }
        boolean document = path.equals(PostedDocuments.PATH)
                && gate.isToken(request.getHeaders().get(RequestGate.TOKEN_HEADER));
        return document ? PostedDocuments.MAX_BYTES : MAX_REQUEST_BYTES;
    }

    /** Starts to listen; port 0 is any free port. */
    public void start(int port) throws IOException {
        server.start(port);
    }

    /** The address of a server that listens. */
    public String url() {
        return server.url();
    }

    public boolean isWatched() {
        return hub.pages() > 0;
    }

    public void publish(Map<String, Object> parts) {
        hub.publish(parts);
    }

    private record Text(@Nullable String text) {}

    private record Feedback(
            @Nullable String resumeId,
            @Nullable String jobId,
            @Nullable String action,
            @Nullable String list) {}

    private record Login(@Nullable String user, @Nullable String secret) {}

    private static String written(@Nullable String text) {
        return text == null ? "" : text;
    }

    /** What a page loads once; requests that change something need the token. */
    private record Session(
            String token,
            boolean canAnswer,
            List<String> roles,
            String fallback,
            int maxChars,
            long silentAfterMillis,
            String user,
            boolean canLogOut) {}

    private void session(Context ctx) {
        String user = gate.user();
        write(
                ctx,
                new Session(
                        gate.token(),
                        showText,
                        taxonomy.names(),
                        taxonomy.fallback().name(),
                        TryIt.MAX_CHARS,
                        StatusReport.SILENT_AFTER.toMillis(),
                        user == null ? "" : user,
                        gate.hasSession(ctx)));
    }

    private void events(Context ctx) throws IOException {
        hub.enter();
        try {
            refresh.run();
            HttpServletResponse response = ctx.res();
            response.setContentType("text/event-stream");
            response.setCharacterEncoding("UTF-8");
            response.setHeader("X-Accel-Buffering", "no"); // proxies must not buffer events
            hub.send(
                    response.getOutputStream(),
                    "history",
                    state.history(System.currentTimeMillis(), FlowRange.MINUTES),
                    gate.stillKnown(ctx));
        } finally {
            hub.leave();
        }
    }

    private void cases(Context ctx) {
        String rules = ctx.queryParam("rules");
        write(
                ctx,
                state.cases(new Cell(rules == null ? "" : rules, parameter(ctx, "model")), ctx.queryParam("labeller")));
    }

    private void flow(Context ctx) {
        FlowRange range = FlowRange.of(parameter(ctx, "range"));
        if (range == null) {
            throw new BadRequestResponse("The parameter range must be one of " + FlowRange.names() + ".");
        }
        write(ctx, state.history(System.currentTimeMillis(), range));
    }

    private void labels(Context ctx) {
        String least = ctx.queryParam("least");
        try {
            LabelFilter filter = new LabelFilter(
                    ctx.queryParam("role"),
                    least == null ? 0 : Double.parseDouble(least),
                    Boolean.parseBoolean(ctx.queryParam("differ")));
            write(ctx, state.labels(filter, System.currentTimeMillis()));
        } catch (NumberFormatException e) {
            throw new BadRequestResponse("The parameter least is not a number.");
        } catch (IllegalArgumentException e) {
            throw new BadRequestResponse(String.valueOf(e.getMessage()));
        }
    }

    private static String parameter(Context ctx, String name) {
        String value = ctx.queryParam(name);
        if (value == null) {
            throw new BadRequestResponse("The parameter " + name + " is missing.");
        }
        return value;
    }

    private <T> T body(Context ctx, Class<T> type) {
        try {
            T body = json.readValue(ctx.bodyAsBytes(), type);
            if (body != null) {
                return body;
            }
        } catch (JsonProcessingException e) {
            LOG.debug("not JSON", e);
        } catch (IOException e) {
            throw new BadRequestResponse("The request cannot be read.");
        }
        throw new BadRequestResponse("The request is not the expected JSON.");
    }

    private void write(Context ctx, Object answer) {
        try {
            ctx.contentType("application/json").result(json.writeValueAsBytes(answer));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Records of numbers and texts can be written", e);
        }
    }

    private void refuse(Context ctx, int status, String message) {
        ctx.status(status);
        write(ctx, Map.of("error", message));
    }

    @Override
    public void close() {
        hub.close();
        server.close();
        review.close();
        jobs.close();
        labels.close();
        if (model != null) {
            model.close();
        }
    }
}
