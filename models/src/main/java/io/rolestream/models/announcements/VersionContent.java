package io.rolestream.models.announcements;

import io.rolestream.events.ModelFile;
import io.rolestream.events.ModelVersion;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What makes two announcements announce the same thing, whatever stage they give it.
 *
 * @param version the version's name
 * @param location where it is, as announced
 * @param files all its files
 * @param signature Base64, or null
 */
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
