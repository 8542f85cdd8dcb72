package io.rolestream.models.loading;

import io.rolestream.events.ModelStage;
import io.rolestream.events.ModelVersion;
import io.rolestream.models.announcements.AnnouncedVerdict;
import io.rolestream.models.artifact.Manifest;
import io.rolestream.models.artifact.ModelRefusedException;
import io.rolestream.models.artifact.StoredManifest;
import io.rolestream.models.artifact.VersionDetails;
import io.rolestream.models.artifact.VersionFile;
import io.rolestream.models.artifact.VersionListing;
import io.rolestream.models.artifact.VersionPackage;
import io.rolestream.models.artifact.VersionSignature;
import io.rolestream.models.store.ArtifactStore;
import io.rolestream.schemas.serde.GeneratedRecords;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.security.PrivateKey;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * Stores a packaged model version at {@code NAME/VERSION}. It does not announce; it returns the announcement for the
 * caller to send.
 *
 * <p>The store shows a version only when it is complete, so a publisher may die at any point and be called again: it
 * finds either nothing, or the version with the same model, whose files are then announced. Files that only describe a
 * model, such as its evaluation, may differ in the last digits; the stored ones are kept.
 */
public final class VersionPublisher {
    static {
        GeneratedRecords.trust(); // announcements are copied in builders, to change their stage
    }

    private final ArtifactStore store;
    private final @Nullable PrivateKey privateKey;

    /** @param privateKey what versions are signed with; null signs none */
    public VersionPublisher(ArtifactStore store, @Nullable PrivateKey privateKey) {
        this.store = store;
        this.privateKey = privateKey;
    }

    /**
     * Stores a version, unless it is stored already.
     *
     * @return the announcement, with the present time and the version's verdict
     * @throws FileAlreadyExistsException if another model has this version
     * @throws IOException if a file of the version cannot be read, or the store cannot be reached
     */
    public ModelVersion publish(VersionPackage version, ModelStage stage) throws IOException {
        String location = version.details().location();
        if (store.contains(location)) {
            return announcement(existing(location, version), stage);
        }
        store.publish(location, version.files());
        return announcement(version.manifest(), stage);
    }

    private StoredManifest existing(String location, VersionPackage version) throws IOException {
        StoredManifest stored;
        try (InputStream in = store.open(location, Manifest.FILE)) {
            stored = StoredManifest.parse(in.readNBytes(Manifest.MAX_BYTES));
        } catch (ModelRefusedException e) {
            throw alreadyThere(location, "cannot be used: " + e.getMessage());
        }
        if (!version.isSameModel(stored.manifest())) {
            throw alreadyThere(location, "is another model; choose another version");
        }
        return stored;
    }

    private FileAlreadyExistsException alreadyThere(String location, String why) {
        return new FileAlreadyExistsException(location, null, "is in the store " + store + " already, and " + why);
    }

    private ModelVersion announcement(StoredManifest stored, ModelStage stage) {
        VersionDetails details = stored.manifest().details();
        VersionListing listing = stored.listing();
        ModelVersion unjudged = ModelVersion.newBuilder()
                .setName(details.name())
                .setVersion(details.version())
                .setParent(details.parent())
                .setBaseCheckpoint(details.base())
                .setLocation(listing.location())
                .setFiles(listing.files().stream().map(VersionFile::announced).toList())
                .setSignature(privateKey == null ? null : VersionSignature.sign(listing, privateKey))
                .setTrainedExamples(details.data().examples())
                .setTrainedCorrections(details.data().corrections())
                .setTrainedOffsets(details.data().offsets())
                .setRulesetVersion(details.data().rulesetVersion())
                .setMetrics(details.metrics())
                .setStage(stage)
                .setAnnouncedAt(Instant.now().truncatedTo(ChronoUnit.MILLIS))
                .build();
        return AnnouncedVerdict.withVerdict(unjudged, details.verdict());
    }
}
