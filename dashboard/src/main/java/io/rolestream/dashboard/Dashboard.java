package io.rolestream.dashboard;

import io.rolestream.common.clients.Cluster;
import io.rolestream.common.config.ConfigurationException;
import io.rolestream.common.service.Service;
import io.rolestream.dashboard.config.DashboardConfig;
import io.rolestream.dashboard.config.DashboardSettings;
import io.rolestream.dashboard.feed.ClusterWatch;
import io.rolestream.dashboard.feed.TopicFeed;
import io.rolestream.dashboard.labels.LabelBook;
import io.rolestream.dashboard.live.LiveState;
import io.rolestream.dashboard.matches.MatchState;
import io.rolestream.dashboard.review.ReviewState;
import io.rolestream.dashboard.web.DashboardServer;
import io.rolestream.stream.StreamApp;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The built-in dashboard of a labelling service.
 *
 * <p>A {@link TopicFeed} and {@link ClusterWatch} update {@link LiveState}, another feed {@link MatchState}, each on
 * its own thread: many jobs do not delay labels. A further thread closes one second after another and, while pages are
 * open, passes the updates to {@link DashboardServer}.
 */
public final class Dashboard implements Service {
    private static final Logger LOG = LoggerFactory.getLogger(Dashboard.class);

    private static final long SECOND = 1_000;

    /** Wait after the end of a second, so that its records have been read. */
    private static final long AFTER_SECOND = 150;

    private static final int FEW_SECONDS = 3;

    private final DashboardSettings.Listen listen;
    private final StreamApp app;
    private final LiveState state;
    private final ReviewState review;
    private final TopicFeed feed;
    private final MatchState matches;
    private final TopicFeed matchFeed;
    private final ClusterWatch cluster;
    private final DashboardServer server;
    private final CompletableFuture<@Nullable Throwable> stopped = new CompletableFuture<>();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread ticker = new Thread(this::run, "dashboard-ticker");

    /** @throws ConfigurationException if the settings would open the dashboard to strangers */
    public Dashboard(Cluster kafka, DashboardSettings settings, StreamApp app) {
        this.listen = settings.listen();
        this.app = app;
        this.state = new LiveState(
                app.rules().taxonomy(), app::rules, app.model(), app.observed(), app.modelKey(), settings.showText());
        this.review = new ReviewState(
                new ReviewState.Shares(
                        settings.review().randomShare(), settings.review().secondShare()),
                settings.showText(),
                ThreadLocalRandom.current().nextLong());
        LabelBook labels = new LabelBook();
        this.feed = TopicFeed.ofLabels(kafka, state, review, labels);
        this.matches = new MatchState(settings.showText());
        this.matchFeed = TopicFeed.ofMatches(kafka, settings.textChars(), matches);
        this.cluster = new ClusterWatch(kafka, settings.groups(), state);
        this.server = new DashboardServer(
                kafka, settings, app, state, matches, review, labels, feed::partitions, this::showNow);
        ticker.setDaemon(true);
    }

    /** @throws ConfigurationException if the dashboard cannot listen on its port */
    @Override
    public void start() {
        try {
            start(listen.port());
        } catch (IOException e) {
            throw new ConfigurationException(
                    "%s, %s: the dashboard can't listen on %s:%d: %s"
                            .formatted(
                                    DashboardConfig.HOST,
                                    DashboardConfig.PORT,
                                    listen.host(),
                                    listen.port(),
                                    e.getMessage()),
                    e);
        }
    }

    /** Starts on this port instead of the configured one; 0 is any free port. Close the dashboard if this fails. */
    public void start(int port) throws IOException {
        server.start(port);
        feed.start();
        matchFeed.start();
        cluster.start();
        ticker.start();
        LOG.info("the dashboard is at {}", url());
    }

    @Override
    public String name() {
        return "dashboard";
    }

    @Override
    public CompletableFuture<@Nullable Throwable> stopped() {
        return stopped;
    }

    public String url() {
        return server.url();
    }

    private void run() {
        try {
            long now = System.currentTimeMillis();
            while (!closing.await(SECOND - now % SECOND + AFTER_SECOND, TimeUnit.MILLISECONDS)) {
                tick(System.currentTimeMillis());
                now = System.currentTimeMillis();
            }
        } catch (InterruptedException e) {
            LOG.debug("unexpected interrupt", e);
        }
    }

    private void tick(long now) {
        try {
            state.tick(now);
            if (server.isWatched()) {
                show(now, now / SECOND % FEW_SECONDS == 0);
            }
        } catch (RuntimeException e) {
            LOG.error("the dashboard skipped an update", e);
        }
    }

    /** For a page that opens: if no page was open, the last update may be old. */
    private void showNow() {
        show(System.currentTimeMillis(), true);
    }

    private synchronized void show(long now, boolean all) {
        server.publish(state.everySecond(now, app.describe(), app.isReady()));
        server.publish(review.part());
        server.publish(matches.everySecond(now));
        if (all) {
            server.publish(state.everyFewSeconds(now));
            server.publish(matches.everyFewSeconds(now));
        }
    }

    @Override
    public void close() {
        closing.countDown();
        server.close();
        feed.close();
        matchFeed.close();
        cluster.close();
        stopped.complete(null);
    }
}
