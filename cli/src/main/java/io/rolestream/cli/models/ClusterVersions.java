package io.rolestream.cli.models;

import io.rolestream.cli.support.ClusterCheck;
import io.rolestream.common.clients.Cluster;
import io.rolestream.common.config.ConfigurationException;
import io.rolestream.common.config.Settings;
import io.rolestream.common.service.CommandFailedException;
import io.rolestream.events.ModelVersion;
import io.rolestream.models.ModelSettings;
import io.rolestream.models.ModelsConfig;
import io.rolestream.models.announcements.SigningKeys;
import io.rolestream.models.announcements.VersionAnnouncer;
import io.rolestream.models.announcements.VersionKey;
import io.rolestream.models.announcements.VersionLog;
import io.rolestream.models.announcements.VersionTable;
import io.rolestream.models.artifact.ModelRefusedException;
import io.rolestream.models.loading.LoadedModel;
import io.rolestream.models.loading.ModelLoader;
import io.rolestream.models.task.VersionTask;
import io.rolestream.rules.ruleset.RuleSet;
import io.rolestream.stream.StreamConfig;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** The model versions of a cluster: reads them, and announces changes to them. */
public final class ClusterVersions {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Settings settings;
    private final Cluster cluster;
    private final CommandLine command;

    private ClusterVersions(Settings settings, CommandLine command) {
        this.settings = settings;
        this.cluster = Cluster.of(settings);
        this.command = command;
    }

    /** Checks that the cluster can be reached; the command prints changes and warnings. */
    public static ClusterVersions connect(Settings settings, CommandLine command) throws InterruptedException {
        ClusterCheck.requireReachable(settings);
        return new ClusterVersions(settings, command);
    }

    public Settings settings() {
        return settings;
    }

    public WorkerReports reports() {
        return WorkerReports.read(cluster);
    }

    /** Reads all announcements. */
    public VersionTable table() {
        try (VersionLog log = new VersionLog(cluster, keys().readPublic())) {
            if (!log.readToEnd(PATIENCE)) {
                throw new CommandFailedException("timed out after %d s reading the announcements of model versions"
                        .formatted(PATIENCE.toSeconds()));
            }
            return log.table();
        }
    }

    private ModelSettings.Keys keys() {
        return ModelsConfig.settings(settings).keys();
    }

    /** Announces, and prints the new stage of each version. */
    public List<ModelVersion> announce(Function<VersionAnnouncer, List<ModelVersion>> decision) {
        try (VersionAnnouncer announcer =
                new VersionAnnouncer(cluster, System.getProperty("user.name"), SigningKeys.read(keys()))) {
            List<ModelVersion> announced = decision.apply(announcer);
            announced.forEach(
                    version -> command.getOut().println(VersionKey.of(version) + " is " + version.getStage() + " now"));
            return announced;
        }
    }

    /** Signs versions as they are announced, even without a signature, and prints them. */
    public void sign(List<VersionKey> versions) {
        SigningKeys signing = SigningKeys.read(keys());
        if (signing.signing() == null) {
            throw new ConfigurationException("set model.private.key, the key to sign with");
        }
        try (VersionAnnouncer announcer =
                VersionAnnouncer.believingAll(cluster, System.getProperty("user.name"), signing)) {
            announcer
                    .sign(versions)
                    .forEach(version ->
                            command.getOut().println(VersionKey.of(version) + " is signed, " + version.getStage()));
        }
    }

    /** Loads a version as a worker does. */
    public LoadedModel load(VersionKey key) throws ModelRefusedException, IOException, InterruptedException {
        ModelVersion announced = table().require(key);
        try (ModelLoader loader = ModelLoader.of(ModelsConfig.settings(settings), StreamConfig.taxonomy(settings))) {
            return loader.load(announced);
        }
    }

    /** Verifies a version that does not vote, as its followers do, and says so. */
    public String verify(VersionKey key) throws ModelRefusedException, IOException, InterruptedException {
        VersionTask task = VersionTask.ofModel(key.name());
        try (ModelLoader loader = ModelLoader.of(ModelsConfig.settings(settings), StreamConfig.taxonomy(settings));
                Unneeded opened = loader.load(table().require(key), task, version -> () -> {})) {
            return key + " is valid: " + task.key();
        }
    }

    private interface Unneeded extends AutoCloseable {
        @Override
        void close();
    }

    /** The version of the rule set that a model version carries; null if none or, with a warning, unreadable. */
    public @Nullable String rulesOf(ModelVersion announced) throws InterruptedException {
        if (!VersionDescription.carriesRules(announced)) {
            return null;
        }
        try (ModelLoader loader = ModelLoader.of(ModelsConfig.settings(settings), StreamConfig.taxonomy(settings))) {
            RuleSet rules = loader.loadRules(announced);
            return rules == null ? null : rules.version();
        } catch (ModelRefusedException | IOException e) {
            warn("cannot read the rules of %s: %s".formatted(VersionKey.of(announced), e.getMessage()));
            return null;
        }
    }

    public void warn(String message) {
        command.getErr().println("rolestream: warning: " + message);
        command.getErr().flush();
    }
}
