package io.rolestream.models.announcements;

import io.rolestream.events.ModelFile;
import io.rolestream.events.ModelStage;
import io.rolestream.events.ModelVersion;
import java.util.List;
import java.util.Map;

/** Announcements for tests, of a model called roberta. */
final class Versions {
    static final String NAME = "roberta";

    private Versions() {}

    static VersionKey key(String version) {
        return new VersionKey(NAME, version);
    }

    static ModelVersion version(String version, ModelStage stage) {
        return ModelVersion.newBuilder()
                .setName(NAME)
                .setVersion(version)
                .setLocation("file:/models/" + version)
                .setFiles(List.of(new ModelFile("model.safetensors", 7L, "5e".repeat(32))))
                .setMetrics(Map.of("gold.macro-f1", 0.5))
                .setGatePassed(true)
                .setStage(stage)
                .build();
    }

    /** Each version with its stage, {@code v1 CHAMPION}, as announced. */
    static List<String> stages(List<ModelVersion> announcements) {
        return announcements.stream()
                .map(version -> version.getVersion() + " " + version.getStage())
                .toList();
    }

    /** Each version of a table with its stage. */
    static List<String> stages(VersionTable table) {
        return stages(table.versions(NAME).stream()
                .map(VersionTable.Announced::version)
                .toList());
    }
}
