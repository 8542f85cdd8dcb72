package io.rolestream.cli.recommend;

import io.rolestream.cli.options.ClusterOptions;
import io.rolestream.cli.support.CliCommand;
import io.rolestream.cli.support.Logging;
import io.rolestream.cli.support.ModelService;
import io.rolestream.common.clients.Cluster;
import io.rolestream.common.config.ConnectionConfig;
import io.rolestream.common.config.Settings;
import io.rolestream.common.metrics.ProcessMeters;
import io.rolestream.local.services.NumberedInstance;
import io.rolestream.local.services.Services;
import io.rolestream.stream.StreamConfig;
import io.rolestream.stream.describing.GeneratorService;
import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code rolestream generator}. */
@Command(
        name = "generator",
        description = "Runs a generator of job descriptions on a Kafka cluster until stopped.",
        footer = {
            "",
            "Writes a job description for each resume to generated-descriptions, within",
            "generator.tokens.per.second and for generator.share of the resumes. Resumes",
            "without a description get a record that says why.",
            "",
            "Start one per GPU or machine, each with its own name:",
            "",
            "  rolestream generator -b kafka:9092 -s instance.id=gpu-1 \\",
            "    -s generator.tokens.per.second=500 -s model.store=/models",
            "",
            "It follows the champion of the model `generator` if the gate has passed it;",
            "generator.version names another version, generator.model another model that was",
            "published with --task generator, or a directory.",
            "",
            "Exits with 4 if the model's native engine has failed and needs a restart."
        })
public final class GeneratorCommand extends CliCommand implements Callable<Integer> {
    @Mixin
    private ClusterOptions options = new ClusterOptions();

    @Override
    public Integer call() throws Exception {
        Settings settings = NumberedInstance.claim(options.loadReachable(Map.of()), StreamConfig.STATE_DIRECTORY);
        Logging.lostBrokers();
        ProcessMeters meters = new ProcessMeters();
        PrintWriter err = err();
        Cluster cluster = Cluster.of(settings);
        GeneratorService generator = Services.generator(settings, cluster, meters.registry());
        return ModelService.run(
                "generator",
                generator,
                settings,
                meters,
                err,
                () -> "describing " + cluster.topics().resumes() + " at "
                        + settings.string(ConnectionConfig.BOOTSTRAP_SERVERS));
    }
}
