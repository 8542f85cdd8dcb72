package io.rolestream.cli.command;

import io.rolestream.cli.options.ClusterOptions;
import io.rolestream.cli.options.SettingsOptions;
import io.rolestream.cli.support.CliCommand;
import io.rolestream.cli.support.Logging;
import io.rolestream.cli.support.ModelService;
import io.rolestream.common.clients.Cluster;
import io.rolestream.common.config.ConnectionConfig;
import io.rolestream.common.config.Settings;
import io.rolestream.common.metrics.ProcessMeters;
import io.rolestream.local.services.Configuration;
import io.rolestream.local.services.NumberedInstance;
import io.rolestream.local.services.Services;
import io.rolestream.stream.StreamConfig;
import io.rolestream.stream.worker.Worker;
import io.rolestream.stream.worker.WorkerConfig;
import java.io.PrintWriter;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code rolestream worker}. */
@Command(
        name = "worker",
        description = "Runs a model worker on a Kafka cluster until stopped.",
        footer = {
            "",
            "Loads the announced versions (`rolestream models`), switches to new ones",
            "without a pause, and abstains while there is none. The labelling service must",
            "await its votes: rolestream stream -s labellers=rules,roberta",
            "",
            "Start one per GPU or machine, each with its own name:",
            "",
            "  rolestream worker -b kafka:9092 -s instance.id=gpu-1 -s model.store=/models",
            "",
            "--labeller votes with one labeller instead, in a group of its own. The labelling",
            "service awaits it (labellers=rules,zero-shot) or only records its votes",
            "(labellers.observed=zero-shot):",
            "",
            "  rolestream worker -b kafka:9092 --labeller zero-shot --model /models/bart-mnli",
            "",
            "Exits with 4 if the model's native engine has failed and needs a restart."
        })
public final class WorkerCommand extends CliCommand implements Callable<Integer> {
    @Mixin
    private ClusterOptions options = new ClusterOptions();

    @Option(
            names = "--model-version",
            paramLabel = "VERSION",
            description = "Uses this version (model.version) instead of the champion.")
    private @Nullable String version;

    @Option(
            names = "--challenger",
            description = "Votes with the challenger, as a separate labeller whose votes do not count (model.stage).")
    private boolean challenger;

    @Option(
            names = "--labeller",
            paramLabel = "KIND[:WHERE]",
            description = "Votes with this labeller instead of announced versions (worker.labeller).")
    private @Nullable String labeller;

    @Option(names = "--model", paramLabel = "DIR", description = "The labeller's checkpoint, as in KIND:DIR.")
    private @Nullable String model;

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "The name on the labeller's votes; by default, its kind (worker.labeller.name).")
    private @Nullable String name;

    @Override
    public Integer call() throws Exception {
        Map<String, String> values = new HashMap<>();
        SettingsOptions.put(values, WorkerConfig.MODEL_VERSION, version);
        SettingsOptions.put(values, WorkerConfig.MODEL_STAGE, challenger ? "challenger" : null);
        SettingsOptions.put(values, WorkerConfig.LABELLER_NAME, name);
        if (model != null && (labeller == null || labeller.contains(":"))) {
            throw wrongUsage("--model names the checkpoint of a --labeller that is given without one");
        }
        if (labeller != null) {
            values.put(WorkerConfig.LABELLER, model == null ? labeller : labeller + ":" + model);
        }
        Settings settings = NumberedInstance.claim(options.loadReachable(values), StreamConfig.STATE_DIRECTORY);
        Logging.lostBrokers();
        ProcessMeters meters = new ProcessMeters();
        PrintWriter err = err();
        Cluster cluster = Cluster.of(settings);
        Worker worker = Services.worker(settings, cluster, meters.registry());
        return ModelService.run(
                "worker",
                worker,
                settings,
                meters,
                err,
                () -> "voting on "
                        + Configuration.catalogue(settings).topics().resumes() + " at "
                        + settings.string(ConnectionConfig.BOOTSTRAP_SERVERS) + " as "
                        + worker.labeller());
    }
}
