package io.rolestream.models.store;

import io.rolestream.common.config.ConfigurationException;
import io.rolestream.models.ModelsConfig;
import io.rolestream.models.StoreSettings;
import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Opens the store that {@value ModelsConfig#STORE} names. */
public final class ArtifactStores {
    private static final Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]+):.*");

    private ArtifactStores() {}

    /**
     * Opens the kind of store that the location's scheme names; a path without a scheme is a directory. Does not
     * connect yet.
     *
     * @throws ConfigurationException if the scheme is unknown or the location is invalid
     */
    public static ArtifactStore open(StoreSettings settings) {
        String root = settings.location();
        Matcher scheme = SCHEME.matcher(root);
        if (!scheme.matches()) {
            return new DirectoryStore(directory(root));
        }
        try {
            return switch (scheme.group(1)) {
                case "file" -> new DirectoryStore(Path.of(URI.create(root)));
                case "s3" -> S3Store.open(URI.create(root), settings.s3());
                default ->
                    throw new IllegalArgumentException("expected a directory, a file: URI, or s3://BUCKET/PREFIX");
            };
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(ModelsConfig.STORE + " " + root + ": " + e.getMessage(), e);
        }
    }

    private static Path directory(String path) {
        try {
            return Path.of(path);
        } catch (InvalidPathException e) {
            throw new ConfigurationException(ModelsConfig.STORE + " is not a path: " + e.getMessage(), e);
        }
    }
}
