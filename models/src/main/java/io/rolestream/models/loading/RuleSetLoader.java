package io.rolestream.models.loading;

import io.rolestream.events.ModelVersion;
import io.rolestream.models.ModelSettings;
import io.rolestream.models.artifact.ModelRefusedException;
import io.rolestream.models.artifact.VersionFile;
import io.rolestream.models.artifact.VersionListing;
import io.rolestream.models.artifact.VersionRules;
import io.rolestream.models.artifact.VersionSignature;
import io.rolestream.models.store.ArtifactStore;
import io.rolestream.models.store.ArtifactStores;
import io.rolestream.models.store.CheckedFiles;
import io.rolestream.rules.role.Taxonomy;
import io.rolestream.rules.ruleset.RuleSet;
import java.io.IOException;
import java.security.PublicKey;
import org.jspecify.annotations.Nullable;

/**
 * Loads the rule set of an announced version, for services that need no model. It downloads only
 * {@value VersionRules#FILE}, whose size and checksum are in the announcement, which the signature covers.
 */
public final class RuleSetLoader implements AutoCloseable {
    private final ArtifactStore store;
    private final @Nullable PublicKey publicKey;
    private final Taxonomy taxonomy;

    /**
     * @param store closed with this
     * @param publicKey whose signature every version must have; null checks none
     */
    public RuleSetLoader(ArtifactStore store, @Nullable PublicKey publicKey, Taxonomy taxonomy) {
        this.store = store;
        this.publicKey = publicKey;
        this.taxonomy = taxonomy;
    }

    /**
     * Opens the store and reads the key that the settings name.
     *
     * @throws io.rolestream.common.config.ConfigurationException if the store or the key cannot be as they say
     */
    public static RuleSetLoader of(ModelSettings settings, Taxonomy taxonomy) {
        return new RuleSetLoader(
                ArtifactStores.open(settings.store()), settings.keys().readPublic(), taxonomy);
    }

    /**
     * Loads the rule set of an announced version, whatever its stage.
     *
     * @return null where the version carries none
     * @throws ModelRefusedException if the version must not be used; to try again does not help
     * @throws IOException if the store cannot be reached; to try again may help
     */
    public @Nullable RuleSet load(ModelVersion announcement)
            throws ModelRefusedException, IOException, InterruptedException {
        VersionListing version = VersionListing.of(announcement);
        if (publicKey != null) {
            VersionSignature.check(version, publicKey);
        }
        VersionFile file = version.filesByPath().get(VersionRules.FILE);
        if (file == null) {
            return null;
        }
        VersionRules.checkSize(file.bytes());
        byte[] content = CheckedFiles.read(store, store.locate(version.location()), file);
        return VersionRules.parse(content, taxonomy);
    }

    /** Closes the store. */
    @Override
    public void close() {
        store.close();
    }
}
