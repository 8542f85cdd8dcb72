package io.rolestream.http;

import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.config.RoutesConfig;
import io.javalin.util.JavalinException;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import org.eclipse.jetty.server.ConnectionLimit;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.server.handler.ThreadLimitHandler;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Javalin on Jetty, with limits on what clients can use up: threads, connections, and bodies that arrive slowly. */
public final class WebServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WebServer.class);

    private static final int MOST_CONNECTIONS = 1_024;
    private static final int LEAST_THREADS = 2;

    /** How long a connection may be idle while there are as many as may be. */
    private static final Duration IDLE_AT_LIMIT = Duration.ofSeconds(2);

    private final String name;
    private final String host;
    private final @Nullable SSLContext tls;
    private final ServerLimits limits;
    private final Javalin server;

    /**
     * Does not listen yet.
     *
     * @param name its threads' names begin with it
     * @param tls null for plain HTTP
     * @param routes adds what it answers
     */
    public WebServer(
            String name, String host, @Nullable SSLContext tls, ServerLimits limits, Consumer<RoutesConfig> routes) {
        this.name = name;
        this.host = host;
        this.tls = tls;
        this.limits = limits;
        this.server = Javalin.create(config -> {
            configure(config);
            routes.accept(config.routes);
        });
    }

    private void configure(JavalinConfig config) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.startup.startupWatcherEnabled = false;
        config.http.compressionStrategy = CompressionStrategy.NONE;
        config.http.maxRequestSize = Integer.MAX_VALUE; // WholeBodies has the limits
        QueuedThreadPool threads = new QueuedThreadPool(limits.threads(), LEAST_THREADS);
        threads.setName(name);
        threads.setDaemon(true);
        config.jetty.threadPool = threads;
        config.jetty.modifyHttpConfiguration(http -> http.setSendServerVersion(false));
        config.jetty.modifyServer(jetty -> {
            ThreadLimitHandler threadLimit = new ThreadLimitHandler();
            threadLimit.setThreadLimit(limits.threadsPerAddress());
            WholeBodies bodies = new WholeBodies(threadLimit, limits.bodies());
            jetty.setHandler(limits.stop().isZero() ? bodies : new GracefulHandler(bodies));
            jetty.setStopTimeout(limits.stop().toMillis());
        });
        config.jetty.addConnector((jetty, http) -> connector(jetty, http, config.jetty.port));
    }

    private Connector connector(Server jetty, HttpConfiguration http, int port) {
        ServerConnector connector;
        if (tls == null) {
            connector = new ServerConnector(jetty, new HttpConnectionFactory(http));
        } else {
            // Whether the certificate names the address under which a client reaches this machine is for it to decide.
            http.addCustomizer(new SecureRequestCustomizer(false));
            SslContextFactory.Server context = new SslContextFactory.Server();
            context.setSslContext(tls);
            connector = new ServerConnector(jetty, context, new HttpConnectionFactory(http));
        }
        connector.setHost(host);
        connector.setPort(port);
        connector.addBean(new ConnectionsPerAddress(limits.connectionsPerAddress()));
        ConnectionLimit limit = new ConnectionLimit(MOST_CONNECTIONS, connector);
        limit.setIdleTimeout(IDLE_AT_LIMIT.toMillis());
        jetty.addBean(limit);
        return connector;
    }

    /** Starts to listen; port 0 is any free port. */
    public void start(int port) throws IOException {
        try {
            server.start(host, port);
        } catch (RuntimeException e) {
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                if (cause instanceof IOException io) {
                    throw io;
                }
            }
            throw e;
        }
    }

    public boolean isSecure() {
        return tls != null;
    }

    public int port() {
        return server.port();
    }

    /** The address of a server that listens. */
    public String url() {
        return (isSecure() ? "https://" : "http://")
                + (host.indexOf(':') < 0 ? host : "[" + host.replaceAll("[\\[\\]]", "") + "]") + ":" + port() + "/";
    }

    /** Answers what has begun, as long as the limits allow, and stops. */
    @Override
    public void close() {
        try {
            server.stop();
        } catch (JavalinException e) {
            LOG.warn("{}: not every request was answered before the stop: {}", name, e.toString());
        }
    }
}
