package io.rolestream.cli.command;

import io.rolestream.cli.options.ClusterOptions;
import io.rolestream.cli.options.OptionValues;
import io.rolestream.cli.support.CommandGroup;
import io.rolestream.cli.support.ExitCode;
import io.rolestream.common.clients.Cluster;
import io.rolestream.common.config.Settings;
import io.rolestream.common.text.Counted;
import io.rolestream.events.ModelStage;
import io.rolestream.events.ModelVersion;
import io.rolestream.local.services.Services;
import io.rolestream.matching.writing.GeneratorVerdict;
import io.rolestream.models.ModelSettings;
import io.rolestream.models.ModelsConfig;
import io.rolestream.models.announcements.AnnouncedVerdict;
import io.rolestream.models.announcements.VersionException;
import io.rolestream.models.announcements.VersionKey;
import io.rolestream.models.announcements.VersionTable;
import io.rolestream.models.announcements.VersionTable.Announced;
import io.rolestream.models.artifact.Manifest;
import io.rolestream.models.artifact.ModelRefusedException;
import io.rolestream.models.artifact.VersionDetails;
import io.rolestream.models.loading.CheckedPackage;
import io.rolestream.models.loading.LoadedModel;
import io.rolestream.models.loading.VersionPublisher;
import io.rolestream.models.report.ClusterVersions;
import io.rolestream.models.report.VersionDescription;
import io.rolestream.models.report.VersionList;
import io.rolestream.models.store.ArtifactStore;
import io.rolestream.models.store.ArtifactStores;
import io.rolestream.models.task.VersionTask;
import io.rolestream.stream.StreamConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code rolestream models}. */
@Command(
        name = "models",
        description = "Lists and changes the model versions of a cluster. For checkpoints on this machine, see"
                + " `rolestream model`.",
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
public final class ModelsCommand extends CommandGroup {
    private static final DateTimeFormatter VERSION_OF_NOW = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");

    static final class Model {
        @Option(
                names = "--name",
                paramLabel = "MODEL",
                defaultValue = "roberta",
                description = "The model's name, which is also its labeller's name (default ${DEFAULT-VALUE}).")
        private String name = "";
    }

    static final class TaskOption {
        @Option(
                names = "--task",
                paramLabel = "TASK",
                description = "What it computes: classifier, embedder, reranker or generator; by default, the"
                        + " task of the services that follow this name, otherwise classifier.")
        @Nullable
        private String task;
    }

    @Command(
            name = "list",
            description =
                    "Lists a model's versions with their stages, scores, and the workers that run or refuse them.",
            mixinStandardHelpOptions = true)
    int list(
            @Mixin Model model,
            @Option(names = "--json", description = "Prints JSON, an array of versions as `models show` prints them.")
                    boolean json,
            @Mixin ClusterOptions options)
            throws InterruptedException {
        ClusterVersions cluster = connect(options);
        VersionTable table = cluster.table();
        List<ModelVersion> versions =
                table.versions(model.name).stream().map(Announced::version).toList();
        if (versions.isEmpty()) {
            throw new VersionException(table.noneOf(model.name));
        }
        VersionList list = new VersionList(versions, cluster.reports());
        if (json) {
            return print(list.json().toPrettyString() + System.lineSeparator());
        }
        list.print(out());
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
        ClusterVersions cluster = connect(options);
        ModelVersion announced = cluster.table().require(key);
        String rules = cluster.rulesOf(announced, StreamConfig.ruleSet(options.load()));
        var description = new VersionDescription(announced, rules, cluster.reports());
        if (json) {
            out().println(description.json().toPrettyString());
        } else {
            description.print(out());
        }
        return ExitCode.DONE;
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
            @Mixin TaskOption task,
            @Mixin ClusterOptions options)
            throws ModelRefusedException, IOException, InterruptedException {
        if ((version == null) == (directory == null)) {
            throw wrongUsage("give either a version or --dir DIR");
        }
        VersionTask asked = task(model, task);
        if (directory == null && asked != VersionTask.CLASSIFIER) {
            out().println(connect(options).verify(key(model, Objects.requireNonNull(version)), asked));
            return ExitCode.DONE;
        }
        try (LoadedModel loaded = directory == null
                ? connect(options).load(key(model, Objects.requireNonNull(version)))
                : Services.model(directory, options.load())) {
            out().printf(
                            "%s/%s is valid: %s, %s, computed with %s%n",
                            loaded.name(),
                            loaded.version(),
                            Counted.of(loaded.roles().size(), "role"),
                            loaded.rules() == null
                                    ? "no rules"
                                    : "rules " + loaded.rules().version(),
                            loaded.classifier().compute());
            if (!loaded.mapping().isSameRoles()) {
                out().println("It was trained for other roles: "
                        + loaded.mapping().summary());
            }
            return ExitCode.DONE;
        }
    }

    @Command(
            name = "publish",
            description = "Stores your own checkpoint as a version and announces it.",
            footer = {
                "",
                "The checkpoint is a directory in the format of Hugging Face's transformers,",
                "with safetensors and the roles as its labels (id2label). It is verified before",
                "it is announced. Without --champion or --challenger its stage is RETIRED: it is",
                "available but unused until promoted. A checkpoint written by `train --once",
                "--out` keeps its evaluation, temperature, rule coefficient, and the gate's",
                "verdict. People's answers that it was trained with are not sent to trainers.",
                "A generator keeps the verdict of `recommend evaluate --keep-verdict`.",
            },
            mixinStandardHelpOptions = true)
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
            @Mixin TaskOption task,
            @Mixin ClusterOptions options)
            throws ModelRefusedException, IOException, InterruptedException {
        if (champion && challenger) {
            throw wrongUsage("--champion and --challenger are mutually exclusive");
        }
        VersionKey key =
                key(model, version == null ? VERSION_OF_NOW.format(LocalDateTime.now(ZoneOffset.UTC)) : version);
        VersionTask asked = task(model, task);
        VersionDetails made = Files.exists(directory.resolve(Manifest.FILE))
                ? Manifest.read(directory).details()
                : OptionValues.check(() -> withoutManifest(key, asked, directory, options));
        if (asked != VersionTask.CLASSIFIER && made.task() != asked) {
            throw wrongUsage("%s is a model of the task %s, and services follow %s for a model of the task %s"
                    .formatted(directory, made.task().key(), key.name(), asked.key()));
        }
        VersionDetails details = OptionValues.check(
                () -> made.as(key.name(), key.version(), made.parameters().with(ruleCoefficient, temperature)));
        ModelStage stage = champion ? ModelStage.CHAMPION : challenger ? ModelStage.CHALLENGER : ModelStage.RETIRED;
        ClusterVersions cluster = connect(options);
        cluster.table().requireNotRejected(key);
        ModelSettings settings = ModelsConfig.settings(options.load());
        try (ArtifactStore store = ArtifactStores.open(settings.store())) {
            ModelVersion published = new VersionPublisher(store, settings.keys().readPrivate())
                    .publish(CheckedPackage.of(directory, details, StreamConfig.taxonomy(options.load())), stage);
            ModelVersion announcement = AnnouncedVerdict.byHand(published, details);
            if (cluster.announce(announcer -> announcer.publish(announcement)).isEmpty()) {
                out().println(key + " was announced before; `rolestream models promote` changes its stage");
            } else {
                out().println("gate: " + AnnouncedVerdict.of(announcement).words());
            }
            if (details.data().corrections() > 0) {
                out().printf(
                                "its %s not sent along: trainers learn from them only if you give them for the"
                                        + " cluster's resumes, with `rolestream review --answers FILE`%n",
                                Counted.of(details.data().corrections(), "answer is", "answers are"));
            }
        }
        return ExitCode.DONE;
    }

    /** A generator has the verdict that its directory keeps. */
    private static VersionDetails withoutManifest(
            VersionKey key, VersionTask task, Path directory, ClusterOptions options) throws IOException {
        VersionDetails details = VersionDetails.of(key.name(), key.version()).withTask(task);
        return task == VersionTask.GENERATOR
                ? details.withVerdict(GeneratorVerdict.of(directory, StreamConfig.taxonomy(options.load())))
                : details;
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
        ClusterVersions cluster = connect(options);
        List<ModelVersion> announced = cluster.announce(announcer -> announcer.promote(key, stage));
        if (announced.isEmpty()) {
            out().println(key + " is already " + stage);
        } else if (!announced.get(0).getGatePassed()) {
            cluster.warn("%s did not pass the gate (%s): %s"
                    .formatted(
                            key,
                            AnnouncedVerdict.of(announced.get(0)).words(),
                            String.join("; ", announced.get(0).getGateReasons())));
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
        connect(options).announce(announcer -> announcer.rollback(model.name, to, why));
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
        ClusterVersions cluster = connect(options);
        boolean wasChampion = cluster.table()
                .champion(key.name())
                .filter(champion -> champion.getVersion().equals(key.version()))
                .isPresent();
        if (cluster.announce(announcer -> announcer.reject(key, why)).isEmpty()) {
            out().println(key + " is already REJECTED");
        } else if (wasChampion) {
            cluster.warn("%s has no champion now; workers abstain until one is promoted".formatted(key.name()));
        }
        return ExitCode.DONE;
    }

    @Command(
            name = "sign",
            description = "Signs versions that were announced without a signature or with another key, with their"
                    + " present files and stages. You vouch for both: check them first, with `models list` and"
                    + " `models verify` without model.public.key.",
            mixinStandardHelpOptions = true)
    int sign(
            @Parameters(paramLabel = "VERSION", arity = "1..*", description = "The versions, the champion last.")
                    List<String> versions,
            @Mixin Model model,
            @Mixin ClusterOptions options)
            throws InterruptedException {
        connect(options)
                .sign(versions.stream().map(version -> key(model, version)).toList());
        return ExitCode.DONE;
    }

    private ClusterVersions connect(ClusterOptions options) throws InterruptedException {
        Settings settings = options.loadReachable();
        return new ClusterVersions(
                Cluster.of(settings), ModelsConfig.settings(settings), StreamConfig.taxonomy(settings), out(), err());
    }

    private static VersionTask task(Model model, TaskOption given) {
        return OptionValues.check(() -> VersionTask.ofModel(model.name, given.task));
    }

    private static VersionKey key(Model model, String version) {
        return OptionValues.check(() -> new VersionKey(model.name, version));
    }
}
