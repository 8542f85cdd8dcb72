package io.rolestream.models.report;

import io.rolestream.common.clients.Cluster;
import io.rolestream.common.config.ConfigurationException;
import io.rolestream.common.service.CommandFailedException;
import io.rolestream.events.ModelVersion;
import io.rolestream.models.ModelSettings;
import io.rolestream.models.announcements.SigningKeys;
import io.rolestream.models.announcements.VersionAnnouncer;
import io.rolestream.models.announcements.VersionKey;
import io.rolestream.models.announcements.VersionLog;
import io.rolestream.models.announcements.VersionTable;
import io.rolestream.models.artifact.ModelRefusedException;
import io.rolestream.models.loading.LoadedModel;
import io.rolestream.models.loading.ModelLoader;
import io.rolestream.models.task.VersionTask;
import io.rolestream.rules.role.Taxonomy;
import io.rolestream.rules.ruleset.RuleSet;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The model versions of a cluster: reads them, and announces changes to them. */
public final class ClusterVersions {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Cluster cluster;
    private final ModelSettings settings;
    private final Taxonomy taxonomy;
    private final PrintWriter out;
    private final PrintWriter err;

    /**
     * The versions of a cluster.
     *
     * @param out receives changes
     * @param err receives warnings
     */
    public ClusterVersions(
            Cluster cluster, ModelSettings settings, Taxonomy taxonomy, PrintWriter out, PrintWriter err) {
        this.cluster = cluster;
        this.settings = settings;
        this.taxonomy = taxonomy;
        this.out = out;
        this.err = err;
    }

    public WorkerReports reports() {
        return WorkerReports.read(cluster);
    }

    /** Reads all announcements. */
    public VersionTable table() {
        try (VersionLog log = new VersionLog(cluster, settings.keys().readPublic())) {
            if (!log.readToEnd(PATIENCE)) {
                throw new CommandFailedException("timed out after %d s reading the announcements of model versions"
                        .formatted(PATIENCE.toSeconds()));
            }
            return log.table();
        }
    }

    /** Announces, and prints the new stage of each version. */
    public List<ModelVersion> announce(Function<VersionAnnouncer, List<ModelVersion>> decision) {
        try (VersionAnnouncer announcer =
                new VersionAnnouncer(cluster, System.getProperty("user.name"), SigningKeys.read(settings.keys()))) {
            List<ModelVersion> announced = decision.apply(announcer);
            announced.forEach(version -> out.println(VersionKey.of(version) + " is " + version.getStage() + " now"));
            return announced;
        }
    }

    /** Signs versions as they are announced, even without a signature, and prints them. */
    public void sign(List<VersionKey> versions) {
        SigningKeys signing = SigningKeys.read(settings.keys());
        if (signing.signing() == null) {
            throw new ConfigurationException("set model.private.key, the key to sign with");
        }
        try (VersionAnnouncer announcer =
                VersionAnnouncer.believingAll(cluster, System.getProperty("user.name"), signing)) {
            announcer
                    .sign(versions)
                    .forEach(version -> out.println(VersionKey.of(version) + " is signed, " + version.getStage()));
        }
    }

    /** Loads a version as a worker does. */
    public LoadedModel load(VersionKey key) throws ModelRefusedException, IOException, InterruptedException {
        ModelVersion announced = table().require(key);
        try (ModelLoader loader = ModelLoader.of(settings, taxonomy)) {
            return loader.load(announced);
        }
    }

    /** Verifies a version that does not vote and is of a task, as its followers do, and says so. */
    public String verify(VersionKey key, VersionTask task)
            throws ModelRefusedException, IOException, InterruptedException {
        try (ModelLoader loader = ModelLoader.of(settings, taxonomy);
                Unneeded opened = loader.load(table().require(key), task, version -> () -> {})) {
            return key + " is valid: " + task.key();
        }
    }

    private interface Unneeded extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * The version of the rule set that a model version carries, as votes name it; null if none or, with a warning,
     * unreadable.
     *
     * @param configured its keywords vote for roles that were added since the version was trained, as in streams
     */
    public @Nullable String rulesOf(ModelVersion announced, RuleSet configured) throws InterruptedException {
        if (!VersionDescription.carriesRules(announced)) {
            return null;
        }
        try (ModelLoader loader = ModelLoader.of(settings, taxonomy)) {
            RuleSet rules = loader.loadRules(announced, configured);
            return rules == null ? null : rules.version();
        } catch (ModelRefusedException | IOException e) {
            warn("cannot read the rules of %s: %s".formatted(VersionKey.of(announced), e.getMessage()));
            return null;
        }
    }

    public void warn(String message) {
        err.println("rolestream: warning: " + message);
        err.flush();
    }
}
