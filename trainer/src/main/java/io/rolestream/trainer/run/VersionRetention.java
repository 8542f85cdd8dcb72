package io.rolestream.trainer.run;

import io.rolestream.common.files.JsonFiles;
import io.rolestream.events.ModelVersion;
import io.rolestream.models.announcements.VersionAnnouncer;
import io.rolestream.models.announcements.VersionKey;
import io.rolestream.models.announcements.VersionTable;
import io.rolestream.models.store.ArtifactStore;
import io.rolestream.models.store.ArtifactStores;
import io.rolestream.trainer.TrainerSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes the trainer's old versions: first their announcements, so that no version is promoted while its files are
 * deleted, then their files. The list is written first, so that the next training deletes the rest after a crash.
 */
record VersionRetention(Trainings trainings) {
    private static final Logger LOG = LoggerFactory.getLogger(VersionRetention.class);
    private static final int MAX_BYTES = 16 << 20;
    private static final String VERSIONS = "versions";

    private Path deletions() {
        return trainings.settings().dataDirectory().resolve("deletions.json");
    }

    /** @throws IOException if files cannot be deleted; the next call tries again */
    void apply() throws IOException {
        TrainerSettings settings = trainings.settings();
        String model = trainings.model().name();
        try (VersionAnnouncer announcer = new VersionAnnouncer(trainings.cluster(), trainings.trainer());
                ArtifactStore store = ArtifactStores.open(settings.models().store())) {
            List<String> doomed = new ArrayList<>(writtenDown());
            announcer.remove(table -> {
                List<String> old = old(table, model, settings.publishing().keepVersions());
                // Of what was written down earlier, some may have been announced again.
                doomed.removeIf(version -> table.version(model, version).isPresent());
                doomed.addAll(old);
                if (!doomed.isEmpty()) {
                    writeDown(doomed);
                }
                return old.stream()
                        .map(version -> new VersionKey(model, version))
                        .toList();
            });
            for (String version : doomed) {
                store.delete(model + "/" + version);
                LOG.info("{}/{} was deleted", model, version);
            }
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

    /** The obsolete versions that a trainer trained on the stream, stored below the model's name. */
    static List<String> old(VersionTable table, String model, int keep) {
        List<String> made = table.versions(model).stream()
                .map(VersionTable.Announced::version)
                .filter(version -> LastTraining.isOfStream(version)
                        && version.getLocation().equals(model + "/" + version.getVersion()))
                .map(ModelVersion::getVersion)
                .toList();
        Set<String> needed = Stream.of(
                        table.champion(model).map(ModelVersion::getVersion),
                        table.champion(model).map(ModelVersion::getParent),
                        table.challenger(model).map(ModelVersion::getVersion),
                        table.formerChampion(model).map(ModelVersion::getVersion))
                .flatMap(version -> version.stream())
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
        return made.subList(0, Math.max(0, made.size() - keep)).stream()
                .filter(version -> !needed.contains(version))
                .toList();
    }
}
