package io.rolestream.trainer.run;

import io.rolestream.common.files.JsonFiles;
import io.rolestream.events.ModelStage;
import io.rolestream.events.ModelVersion;
import io.rolestream.models.announcements.AnnouncedVerdict;
import io.rolestream.models.announcements.VersionAnnouncer;
import io.rolestream.models.announcements.VersionKey;
import io.rolestream.models.announcements.VersionTable;
import io.rolestream.models.store.ArtifactStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes the versions that this trainer published and that are obsolete: first their announcements, so that no version
 * is promoted while its files are deleted, then their files. The list is written first, so that the next training
 * deletes the rest after a crash. Versions that a person rejected stay announced, so that they never come back.
 */
public record VersionRetention(Publication.Target target) {
    private static final Logger LOG = LoggerFactory.getLogger(VersionRetention.class);
    private static final int MAX_BYTES = 16 << 20;
    private static final String VERSIONS = "versions";

    private Path deletions() {
        return target.directory().resolve("deletions.json");
    }

    /** @throws IOException if files cannot be deleted; the next call tries again */
    public void apply() throws IOException {
        String model = target.model();
        PublishedVersions published = new PublishedVersions(target.directory());
        Set<String> own = published.all();
        try (VersionAnnouncer announcer = target.announcer();
                ArtifactStore store = target.openStore()) {
            List<String> doomed = new ArrayList<>(writtenDown());
            doomed.retainAll(own);
            announcer.remove(table -> {
                List<String> old = old(table, model, own, target.keepVersions());
                // Of what was written down earlier, some may have been announced again.
                doomed.removeIf(version -> table.version(model, version).isPresent());
                doomed.addAll(old);
                if (!doomed.isEmpty()) {
                    writeDown(doomed);
                }
                return old.stream()
                        .filter(version -> table.version(model, version)
                                .filter(AnnouncedVerdict::isRejectedByHand)
                                .isEmpty())
                        .map(version -> new VersionKey(model, version))
                        .toList();
            });
            for (String version : doomed) {
                store.delete(model + "/" + version);
                LOG.info("{}/{} was deleted", model, version);
            }
            published.remove(doomed);
            Files.deleteIfExists(deletions());
        }
    }

    private List<String> writtenDown() throws IOException {
        List<String> versions = new ArrayList<>();
        if (Files.exists(deletions())) {
            JsonFiles.read(deletions(), MAX_BYTES).path(VERSIONS).forEach(version -> versions.add(version.asText()));
        }
        return versions;
    }

    private void writeDown(List<String> versions) {
        var json = JsonFiles.newObject();
        var array = json.putArray(VERSIONS);
        versions.forEach(array::add);
        try {
            JsonFiles.replace(deletions(), json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The obsolete ones of these versions. */
    static List<String> old(VersionTable table, String model, Set<String> own, int keep) {
        List<ModelVersion> announced = table.versions(model).stream()
                .map(VersionTable.Announced::version)
                .toList();
        List<String> made = announced.stream()
                .map(ModelVersion::getVersion)
                .filter(own::contains)
                .toList();
        Set<String> needed = Stream.concat(
                        announced.stream()
                                .filter(version -> version.getStage() == ModelStage.CHAMPION
                                        || version.getStage() == ModelStage.CHALLENGER)
                                .map(ModelVersion::getVersion),
                        Stream.of(
                                        table.champion(model).map(ModelVersion::getParent),
                                        table.formerChampion(model).map(ModelVersion::getVersion))
                                .flatMap(Optional::stream))
                .collect(Collectors.toSet());
        return made.subList(0, Math.max(0, made.size() - keep)).stream()
                .filter(version -> !needed.contains(version))
                .toList();
    }
}
