package io.rolestream.cli.command;

import io.rolestream.cli.models.VersionDescription;
import io.rolestream.cli.models.VersionList;
import io.rolestream.cli.models.WorkerReports;
import io.rolestream.cli.options.ClusterOptions;
import io.rolestream.cli.support.Cluster;
import io.rolestream.cli.support.Configuration;
import io.rolestream.cli.support.ExitCode;
import io.rolestream.common.config.Settings;
import io.rolestream.common.service.CommandFailedException;
import io.rolestream.events.ModelStage;
import io.rolestream.events.ModelVersion;
import io.rolestream.models.ModelsConfig;
import io.rolestream.models.announcements.VersionAnnouncer;
import io.rolestream.models.announcements.VersionException;
import io.rolestream.models.announcements.VersionKey;
import io.rolestream.models.announcements.VersionLog;
import io.rolestream.models.announcements.VersionTable;
import io.rolestream.models.announcements.VersionTable.Announced;
import io.rolestream.models.artifact.Manifest;
import io.rolestream.models.artifact.ModelRefusedException;
import io.rolestream.models.artifact.VersionDetails;
import io.rolestream.models.loading.LoadedModel;
import io.rolestream.models.loading.ModelLoader;
import io.rolestream.models.loading.RuleSetLoader;
import io.rolestream.models.loading.VersionPublisher;
import io.rolestream.models.store.ArtifactStore;
import io.rolestream.models.store.ArtifactStores;
import io.rolestream.rules.ruleset.RuleSet;
import io.rolestream.schemas.registry.SchemaRegistry;
import io.rolestream.stream.StreamApp;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code rolestream models}. */
@Command(
        name = "models",
        description = "Lists and changes the model versions of a cluster. For checkpoints on this machine, see"
                + " `rolestream model`.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "Workers switch versions within seconds, without a restart.",
            "",
            "Examples:",
            "  rolestream models list",
            "  rolestream models publish my-checkpoint --as 20260304-1200",
            "  rolestream models promote 20260304-1200",
            "  rolestream models rollback --why \"worse on Java\""
        })
public final class ModelsCommand implements Runnable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final DateTimeFormatter VERSION_OF_NOW = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");

    @Spec
    @SuppressWarnings("NullAway.Init") // injected
    private CommandSpec spec;

    /** The option that every one of these commands has. */
    static final class Model {
        @Option(
                names = "--name",
                paramLabel = "MODEL",
                defaultValue = "roberta",
                description = "The model's name, which is also its labeller's name (default ${DEFAULT-VALUE}).")
        private String name = "";
    }

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "missing subcommand: list, show, verify, publish, promote, rollback or reject");
    }

    @Command(
            name = "list",
            description =
                    "Lists a model's versions with their stages, scores, and the workers that run or refuse them.",
            mixinStandardHelpOptions = true)
    int list(@Mixin Model model, @Mixin ClusterOptions options) throws InterruptedException {
        Settings settings = connect(options);
        SchemaRegistry registry = Configuration.registry(settings);
        VersionTable table = read(settings, registry);
        List<ModelVersion> versions =
                table.versions(model.name).stream().map(Announced::version).toList();
        if (versions.isEmpty()) {
            throw new VersionException(table.noneOf(model.name));
        }
        new VersionList(versions, WorkerReports.read(settings, registry)).print(out());
        return ExitCode.DONE;
    }

    @Command(name = "show", description = "Prints all details of one version.", mixinStandardHelpOptions = true)
    int show(
            @Parameters(paramLabel = "VERSION", description = "The version.") String version,
            @Mixin Model model,
            @Option(names = "--json", description = "Prints the result as JSON.") boolean json,
            @Mixin ClusterOptions options)
            throws InterruptedException {
        VersionKey key = key(model, version);
        Settings settings = connect(options);
        SchemaRegistry registry = Configuration.registry(settings);
        ModelVersion announced = read(settings, registry).require(key);
        var description =
                new VersionDescription(announced, rules(settings, announced), WorkerReports.read(settings, registry));
        if (json) {
            out().println(description.json().toPrettyString());
        } else {
            description.print(out());
        }
        return ExitCode.DONE;
    }

    /** The version of the rule set that a model version carries; null if there is none, or, with a warning, if unreadable. */
    private @Nullable String rules(Settings settings, ModelVersion announced) throws InterruptedException {
        if (!VersionDescription.carriesRules(announced)) {
            return null;
        }
        try (RuleSetLoader loader = RuleSetLoader.of(settings, StreamApp.taxonomy(settings))) {
            RuleSet rules = loader.load(announced);
            return rules == null ? null : rules.version();
        } catch (ModelRefusedException | IOException e) {
            tell("warning: cannot read the rules of %s: %s".formatted(VersionKey.of(announced), e.getMessage()));
            return null;
        }
    }

    @Command(
            name = "verify",
            description =
                    "Downloads a version as a worker does, verifies its files, and runs its smoke test. With --dir,"
                            + " verifies a checkpoint directory instead.",
            mixinStandardHelpOptions = true)
    int verify(
            @Parameters(paramLabel = "VERSION", arity = "0..1", description = "The version.") @Nullable String version,
            @Option(names = "--dir", paramLabel = "DIR", description = "Verifies this checkpoint directory instead.")
                    @Nullable
                    Path directory,
            @Mixin Model model,
            @Mixin ClusterOptions options)
            throws ModelRefusedException, IOException, InterruptedException {
        if ((version == null) == (directory == null)) {
            throw new ParameterException(spec.commandLine(), "give either a version or --dir DIR");
        }
        try (LoadedModel loaded = directory == null
                ? loadAnnounced(key(model, Objects.requireNonNull(version)), options)
                : open(directory, options.load())) {
            out().printf(
                            "%s/%s is valid: %d roles, %s, computed with %s%n",
                            loaded.name(),
                            loaded.version(),
                            loaded.roles().size(),
                            loaded.rules() == null
                                    ? "no rules"
                                    : "rules " + loaded.rules().version(),
                            loaded.classifier().compute());
            return ExitCode.DONE;
        }
    }

    private static LoadedModel loadAnnounced(VersionKey key, ClusterOptions options)
            throws ModelRefusedException, IOException, InterruptedException {
        Settings settings = connect(options);
        ModelVersion announced =
                read(settings, Configuration.registry(settings)).require(key);
        try (ModelLoader loader = ModelLoader.of(settings, StreamApp.taxonomy(settings))) {
            return loader.load(announced);
        }
    }

    private static LoadedModel open(Path directory, Settings settings)
            throws ModelRefusedException, IOException, InterruptedException {
        return ModelLoader.open(directory, StreamApp.taxonomy(settings), ModelsConfig.inferenceOptions(settings));
    }

    @Command(
            name = "publish",
            description = "Stores your own checkpoint as a version and announces it.",
            mixinStandardHelpOptions = true,
            footer = {
                "",
                "The checkpoint is a directory in the format of Hugging Face's transformers,",
                "with safetensors and the roles as its labels (id2label). It is verified before",
                "it is announced. Without --champion or --challenger its stage is RETIRED: it is",
                "available but unused until promoted. A checkpoint written by `train --once",
                "--out` keeps its evaluation, temperature and rule coefficient.",
            })
    int publish(
            @Parameters(paramLabel = "DIR", description = "The checkpoint directory.") Path directory,
            @Option(
                            names = "--as",
                            paramLabel = "VERSION",
                            description = "The version's name; by default, the current time: 20260304-120501.")
                    @Nullable
                    String version,
            @Option(names = "--champion", description = "Makes it the champion at once.") boolean champion,
            @Option(names = "--challenger", description = "Makes it the challenger.") boolean challenger,
            @Option(
                            names = "--rule-coefficient",
                            paramLabel = "X",
                            description =
                                    "Weight of the rules' scores in the joint decision; by default, trained or 1.")
                    @Nullable
                    Float ruleCoefficient,
            @Option(
                            names = "--temperature",
                            paramLabel = "T",
                            description = "Divides the logits before the softmax; by default, the trained one, or 1.")
                    @Nullable
                    Float temperature,
            @Mixin Model model,
            @Mixin ClusterOptions options)
            throws ModelRefusedException, IOException, InterruptedException {
        if (champion && challenger) {
            throw new ParameterException(spec.commandLine(), "--champion and --challenger are mutually exclusive");
        }
        VersionKey key =
                key(model, version == null ? VERSION_OF_NOW.format(LocalDateTime.now(ZoneOffset.UTC)) : version);
        VersionDetails details;
        try {
            VersionDetails made = Files.exists(directory.resolve(Manifest.FILE))
                    ? Manifest.read(directory).details().as(key.name(), key.version())
                    : VersionDetails.of(key.name(), key.version());
            details = made.withDecision(
                    ruleCoefficient == null ? made.ruleCoefficient() : ruleCoefficient,
                    temperature == null ? made.temperature() : temperature);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
        ModelStage stage = champion ? ModelStage.CHAMPION : challenger ? ModelStage.CHALLENGER : ModelStage.RETIRED;
        Settings settings = connect(options);
        try (ArtifactStore store = ArtifactStores.open(settings)) {
            open(directory, settings).close(); // whatever a worker would refuse is not published
            ModelVersion published = VersionPublisher.of(settings, store)
                    .publish(directory, details, VersionPublisher.SMOKE_INPUTS, stage);
            ModelVersion announcement = ModelVersion.newBuilder(published)
                    .setGateReasons(List.of(
                            details.metrics().isEmpty()
                                    ? "published by hand, without an evaluation"
                                    : "published by hand; evaluated when it was trained"))
                    .build();
            announce(settings, Configuration.registry(settings), announcer -> announcer.announce(announcement));
        }
        return ExitCode.DONE;
    }

    @Command(
            name = "promote",
            description = "Makes a version the champion, whose votes count, and retires the former champion.",
            mixinStandardHelpOptions = true)
    int promote(
            @Parameters(paramLabel = "VERSION", description = "The version.") String version,
            @Mixin Model model,
            @Option(names = "--challenger", description = "Makes it the challenger, which votes in the shadow.")
                    boolean challenger,
            @Mixin ClusterOptions options)
            throws InterruptedException {
        VersionKey key = key(model, version);
        ModelStage stage = challenger ? ModelStage.CHALLENGER : ModelStage.CHAMPION;
        List<ModelVersion> announced = announce(options, announcer -> announcer.promote(key, stage));
        if (announced.isEmpty()) {
            out().println(key + " is already " + stage);
        } else if (!announced.get(0).getGatePassed()) {
            tell("warning: %s did not pass its gate: %s"
                    .formatted(key, String.join("; ", announced.get(0).getGateReasons())));
        }
        return ExitCode.DONE;
    }

    @Command(
            name = "rollback",
            description = "Rejects the champion and promotes the previous one.",
            mixinStandardHelpOptions = true)
    int rollback(
            @Mixin Model model,
            @Option(
                            names = "--to",
                            paramLabel = "VERSION",
                            description = "The version to return to; by default, the previous champion.")
                    @Nullable
                    String to,
            @Option(names = "--why", paramLabel = "TEXT", description = "The reason, stored with the version.")
                    @Nullable
                    String why,
            @Mixin ClusterOptions options)
            throws InterruptedException {
        if (to != null) {
            key(model, to);
        }
        announce(options, announcer -> announcer.rollback(model.name, to, why));
        return ExitCode.DONE;
    }

    @Command(
            name = "reject",
            description = "Rejects a version, even the champion; workers pinned to it stop using it too.",
            mixinStandardHelpOptions = true)
    int reject(
            @Parameters(paramLabel = "VERSION", description = "The version.") String version,
            @Mixin Model model,
            @Option(
                            names = "--why",
                            paramLabel = "TEXT",
                            required = true,
                            description = "The reason, stored with the version.")
                    String why,
            @Mixin ClusterOptions options)
            throws InterruptedException {
        VersionKey key = key(model, version);
        Settings settings = connect(options);
        SchemaRegistry registry = Configuration.registry(settings);
        boolean wasChampion = read(settings, registry)
                .champion(key.name())
                .filter(champion -> champion.getVersion().equals(key.version()))
                .isPresent();
        if (announce(settings, registry, announcer -> announcer.reject(key, why))
                .isEmpty()) {
            out().println(key + " is already REJECTED");
        } else if (wasChampion) {
            tell("warning: %s has no champion now; workers abstain until one is promoted".formatted(key.name()));
        }
        return ExitCode.DONE;
    }

    private static Settings connect(ClusterOptions options) throws InterruptedException {
        Settings settings = options.load();
        Cluster.requireReachable(settings);
        return settings;
    }

    private List<ModelVersion> announce(ClusterOptions options, Function<VersionAnnouncer, List<ModelVersion>> decision)
            throws InterruptedException {
        Settings settings = connect(options);
        return announce(settings, Configuration.registry(settings), decision);
    }

    /** Announces, and prints what became of which version. */
    private List<ModelVersion> announce(
            Settings settings, SchemaRegistry registry, Function<VersionAnnouncer, List<ModelVersion>> decision) {
        try (VersionAnnouncer announcer = new VersionAnnouncer(settings, registry, System.getProperty("user.name"))) {
            List<ModelVersion> announced = decision.apply(announcer);
            announced.forEach(version -> out().println(VersionKey.of(version) + " is " + version.getStage() + " now"));
            return announced;
        }
    }

    private static VersionTable read(Settings settings, SchemaRegistry registry) {
        try (VersionLog log = new VersionLog(settings, registry)) {
            if (!log.readToEnd(PATIENCE)) {
                throw new CommandFailedException(String.format(
                        Locale.ROOT,
                        "timed out after %d s reading the announcements of model versions",
                        PATIENCE.toSeconds()));
            }
            return log.table();
        }
    }

    private VersionKey key(Model model, String version) {
        try {
            return new VersionKey(model.name, version);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    private void tell(String message) {
        PrintWriter err = spec.commandLine().getErr();
        err.println("rolestream: " + message);
        err.flush();
    }
}
