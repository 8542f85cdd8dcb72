package io.rolestream.system.installation;

import io.rolestream.common.clients.Cluster;
import io.rolestream.common.config.ConnectionConfig;
import io.rolestream.common.config.Settings;
import io.rolestream.events.ModelStage;
import io.rolestream.events.ModelVersion;
import io.rolestream.models.announcements.SigningKeys;
import io.rolestream.models.announcements.VersionAnnouncer;
import io.rolestream.models.announcements.VersionKey;
import io.rolestream.models.artifact.VersionDetails;
import io.rolestream.models.loading.VersionPublisher;
import io.rolestream.models.store.DirectoryStore;
import io.rolestream.models.testing.Published;
import io.rolestream.models.testing.TinyModel;
import io.rolestream.rules.role.Taxonomy;
import java.io.IOException;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.jspecify.annotations.Nullable;

/** Versions of a tiny model, {@code v1} to {@code vN}, each of other random weights, in a store that workers read. */
public final class TinyVersions implements AutoCloseable {
    public static final String MODEL = "roberta";

    private final Path directory;
    private final VersionPublisher publisher;
    private final VersionAnnouncer announcer;
    private final List<ModelVersion> versions = new ArrayList<>();
    private int champion = -1;

    /**
     * Publishes the versions; announces none.
     *
     * @param keys what versions and announcements are signed with; null signs none
     */
    public TinyVersions(Path directory, Endpoints broker, int count, @Nullable KeyPair keys)
            throws IOException, InterruptedException {
        this.directory = directory;
        this.publisher = new VersionPublisher(new DirectoryStore(store()), keys == null ? null : keys.getPrivate());
        for (int i = 1; i <= count; i++) {
            versions.add(publish("v" + i));
        }
        Settings settings = Settings.of(
                ConnectionConfig.define(new ConfigDef()),
                Map.of(ConnectionConfig.BOOTSTRAP_SERVERS, broker.bootstrapServers()));
        this.announcer = new VersionAnnouncer(
                Cluster.of(settings, broker.registry()),
                "crash test",
                keys == null ? SigningKeys.NONE : new SigningKeys(keys.getPublic(), keys.getPrivate()));
    }

    /** Publishes one more version, which takes no part in the swaps. */
    public ModelVersion publish(String version) throws IOException, InterruptedException {
        Path model = directory.resolve("models").resolve(version);
        TinyModel.write(model, Taxonomy.standard().names(), version.hashCode(), null);
        return publisher.publish(Published.packaged(model, VersionDetails.of(MODEL, version)), ModelStage.CHAMPION);
    }

    public Path store() {
        return directory.resolve("store");
    }

    /** What a worker has to be told to find the versions. */
    public Map<String, String> settings() {
        return Map.of(
                "model.store",
                store().toString(),
                "model.cache.directory",
                directory.resolve("model-cache").toString());
    }

    /**
     * Makes the next version champion, the first one after the last.
     *
     * @return its name
     */
    public String swap() {
        champion = (champion + 1) % versions.size();
        announce(versions.get(champion));
        return champion();
    }

    /** The version that the last swap made champion. */
    public String champion() {
        return versions.get(champion).getVersion();
    }

    /** Makes a version champion, whether it was announced before or not. */
    public void announce(ModelVersion version) {
        if (announcer.announce(version).isEmpty()) {
            announcer.promote(VersionKey.of(version), ModelStage.CHAMPION);
        }
    }

    /** Rejects the champion; the version before it is champion again. */
    public void rollBack() {
        announcer.rollback(MODEL, null, "test");
    }

    @Override
    public void close() {
        announcer.close();
    }
}
