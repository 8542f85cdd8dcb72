package io.rolestream.models.store;

import io.rolestream.common.config.ConfigurationException;
import io.rolestream.common.config.Settings;
import io.rolestream.models.ModelsConfig;
import java.net.URI;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Opens the store that {@value ModelsConfig#STORE} names. */
public final class ArtifactStores {
    private static final Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]+):.*");

    private ArtifactStores() {}

    /**
     * A store of the kind that the location's scheme names; a path without a scheme is a directory. Does not connect
     * yet.
     *
     * @throws ConfigurationException if the scheme is unknown or the location is invalid
     */
    public static ArtifactStore open(Settings settings) {
        String root = settings.string(ModelsConfig.STORE);
        Matcher scheme = SCHEME.matcher(root);
        if (!scheme.matches()) {
            return new DirectoryStore(settings.path(ModelsConfig.STORE));
        }
        try {
            return switch (scheme.group(1)) {
                case "file" -> new DirectoryStore(Path.of(URI.create(root)));
                case "s3" -> S3Store.open(URI.create(root), settings);
                default ->
                    throw new IllegalArgumentException("expected a directory, a file: URI, or s3://BUCKET/PREFIX");
            };
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(ModelsConfig.STORE + " " + root + ": " + e.getMessage(), e);
        }
    }
}
