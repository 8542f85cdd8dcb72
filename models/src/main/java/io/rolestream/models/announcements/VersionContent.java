package io.rolestream.models.announcements;

import io.rolestream.events.ModelFile;
import io.rolestream.events.ModelVersion;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The part of an announcement that never changes, whatever the stage. */
public record VersionContent(
        String version,
        String location,
        List<ModelFile> files,
        @Nullable String signature) {
    public VersionContent {
        files = List.copyOf(files);
    }

    public static VersionContent of(ModelVersion version) {
        return new VersionContent(
                version.getVersion(), version.getLocation(), version.getFiles(), version.getSignature());
    }
}
