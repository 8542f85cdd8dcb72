package io.rolestream.models.announcements;

import io.rolestream.events.ModelVersion;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A model and one of its versions, the key of its announcements: {@code name/version}. */
public record VersionKey(String name, String version) {
    private static final Pattern PART = Pattern.compile("[^/\\s]+");

    /** @throws IllegalArgumentException if either is empty or contains a slash or white space */
    public VersionKey {
        if (!PART.matcher(name).matches() || !PART.matcher(version).matches()) {
            throw new IllegalArgumentException(
                    "A model's name and version are words without slash or white space, not \"%s\" and \"%s\""
                            .formatted(name, version));
        }
    }

    /** @throws IllegalArgumentException if the announcement's name or version is invalid */
    public static VersionKey of(ModelVersion announced) {
        return new VersionKey(announced.getName(), announced.getVersion());
    }

    /** Parses a key; empty if it is not {@code name/version}. */
    static Optional<VersionKey> parse(@Nullable String key) {
        int slash = key == null ? -1 : key.indexOf('/');
        if (key == null || slash < 0) {
            return Optional.empty();
        }
        String name = key.substring(0, slash);
        String version = key.substring(slash + 1);
        return PART.matcher(name).matches() && PART.matcher(version).matches()
                ? Optional.of(new VersionKey(name, version))
                : Optional.empty();
    }

    @Override
    public String toString() {
        return name + "/" + version;
    }
}
