package io.rolestream.serving;

import io.micrometer.core.instrument.MeterRegistry;
import io.rolestream.common.config.ConfigurationException;
import io.rolestream.common.service.Service;
import io.rolestream.rules.decision.DecisionPolicy;
import io.rolestream.serving.answers.JobLists;
import io.rolestream.serving.answers.ResumeLabels;
import io.rolestream.serving.answers.ServedVoters;
import io.rolestream.serving.config.ServingConfig;
import io.rolestream.serving.config.ServingSettings;
import io.rolestream.serving.web.ApiServer;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Labels and recommendations over HTTP, by the rules and the model of the stream. */
public final class Serving implements Service {
    private static final Logger LOG = LoggerFactory.getLogger(Serving.class);

    private final ServingSettings.Listen listen;
    private final ServedVoters voters;
    private final @Nullable JobLists jobs;
    private final ApiServer server;
    private final CompletableFuture<@Nullable Throwable> stopped = new CompletableFuture<>();

    /**
     * Listens to nothing yet.
     *
     * @param voters closed with this
     * @param policy how votes become decisions
     * @param jobs what is recommended, closed with this; null for nothing
     */
    public Serving(
            ServingSettings settings,
            ServedVoters voters,
            DecisionPolicy policy,
            @Nullable JobLists jobs,
            MeterRegistry meters) {
        this.listen = settings.listen();
        this.voters = voters;
        this.jobs = jobs;
        this.server = new ApiServer(
                settings,
                new ResumeLabels(voters, policy, settings.textChars(), settings.judged()),
                jobs,
                new ApiServer.Probes(this::isLive, this::isReady, this::describe),
                meters);
    }

    /** @throws ConfigurationException if it cannot listen on its port */
    @Override
    public void start() throws InterruptedException {
        try {
            server.start(listen.port());
        } catch (IOException e) {
            close();
            throw new ConfigurationException(
                    "%s, %s: can't listen on %s:%d: %s"
                            .formatted(
                                    ServingConfig.HOST,
                                    ServingConfig.PORT,
                                    listen.host(),
                                    listen.port(),
                                    e.getMessage()),
                    e);
        }
        voters.start();
        if (voters.model() != null) {
            voters.model().broken().thenAccept(stopped::complete);
        }
    }

    /** Where it listens. */
    public String url() {
        return server.url();
    }

    @Override
    public String name() {
        return "REST interface";
    }

    @Override
    public boolean isReady() {
        return isLive() && voters.areSettled();
    }

    @Override
    public String describe() {
        return !isLive() ? "stopped" : voters.areSettled() ? voters.describe() : "loading the model";
    }

    @Override
    public CompletableFuture<@Nullable Throwable> stopped() {
        return stopped;
    }

    /** Answers what has begun, and stops. */
    @Override
    public void close() {
        server.close();
        voters.close();
        try {
            if (jobs != null) {
                jobs.close();
            }
        } catch (Exception e) {
            LOG.warn("the index of jobs did not close", e);
        }
        stopped.complete(null);
    }
}
