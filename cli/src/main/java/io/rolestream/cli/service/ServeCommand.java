package io.rolestream.cli.service;

import io.rolestream.cli.options.ClusterOptions;
import io.rolestream.cli.options.SettingsOptions;
import io.rolestream.cli.support.CliCommand;
import io.rolestream.cli.support.Logging;
import io.rolestream.cli.support.ModelService;
import io.rolestream.common.clients.Cluster;
import io.rolestream.common.config.Settings;
import io.rolestream.common.metrics.ProcessMeters;
import io.rolestream.local.services.CarriedSettings;
import io.rolestream.local.services.NumberedInstance;
import io.rolestream.local.services.ServingSetup;
import io.rolestream.local.services.ServingSetup.ModelSource;
import io.rolestream.serving.Serving;
import io.rolestream.serving.config.ServingConfig;
import io.rolestream.stream.StreamConfig;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code rolestream serve}. */
@Command(
        name = "serve",
        description = "Labels resumes, and recommends jobs, over HTTP until stopped.",
        footer = {
            "",
            "Answers with the votes and the decision of the stream, but stores no resumes",
            "and sends none to Kafka. GET /v1/openapi.json describes all requests:",
            "",
            "  rolestream serve --model my-model --jobs jobs.jsonl",
            "  curl -s localhost:8091/v1/label -H 'Content-Type: application/json' \\",
            "    -d '{\"resumeId\": \"r-1\", \"skills\": \"Java, Spring, SQL\"}'",
            "",
            "On a cluster, votes with the champion, and follows it as workers do:",
            "",
            "  rolestream serve -b kafka:9092 -s model.store=s3://models/rolestream",
            "",
            "Without --model and cluster, the rules vote alone. Other machines need a token",
            "(ROLESTREAM_SERVE_TOKEN). Exits with 4 if the model's native engine has failed",
            "and needs a restart."
        })
public final class ServeCommand extends CliCommand implements Callable<Integer> {
    @Mixin
    private ClusterOptions options = new ClusterOptions();

    @Mixin
    private SettingsOptions.Rules rules = new SettingsOptions.Rules();

    @Option(names = "--host", paramLabel = "HOST", description = "Address to listen on (serve.host).")
    private @Nullable String host;

    @Option(names = "--port", paramLabel = "PORT", description = "Port; 0 for any free one (serve.port).")
    private @Nullable Integer port;

    @Option(
            names = "--model",
            paramLabel = "DIR",
            description = "Votes with this model, for its roles and beside its rules, instead of a champion.")
    private @Nullable Path model;

    @Option(names = "--jobs", paramLabel = "FILE", description = "Job postings to recommend, read at the start.")
    private @Nullable Path jobs;

    @Override
    public Integer call() throws Exception {
        if (model != null && options.insistsOnCluster()) {
            throw wrongUsage("give --model or --bootstrap-servers, not both: a cluster has its own champion");
        }
        Map<String, String> given = new HashMap<>(rules.values());
        SettingsOptions.put(given, ServingConfig.HOST, host);
        SettingsOptions.put(given, ServingConfig.PORT, port);
        Map<String, String> values = CarriedSettings.with(model, given, options::load, err()::println);
        boolean follows = model == null && options.namesCluster();
        Settings settings = follows
                ? NumberedInstance.claim(options.loadReachable(values), StreamConfig.STATE_DIRECTORY)
                : options.load(values);
        ServingConfig.settings(settings); // reports wrong settings before a model is loaded
        Logging.lostBrokers();
        PrintWriter err = err();
        ProcessMeters meters = new ProcessMeters();
        Serving serving = new ServingSetup(settings, meters.registry(), err::println)
                .serving(
                        model != null
                                ? new ModelSource.Directory(model)
                                : follows ? new ModelSource.Champion(Cluster.of(settings)) : new ModelSource.None(),
                        jobs);
        return ModelService.run(
                "serve",
                serving,
                settings,
                meters,
                err,
                () -> "serving at " + serving.url() + ": " + serving.describe());
    }
}
