package io.rolestream.models.store;

import io.rolestream.common.text.Quoted;
import io.rolestream.models.artifact.ModelRefusedException;
import io.rolestream.models.artifact.Refusal;
import io.rolestream.models.artifact.VersionNames;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * The root of a store.
 *
 * @param uri with a scheme, without a trailing slash
 */
record StoreRoot(URI uri) {
    private static final Pattern ABSOLUTE = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:.*", Pattern.DOTALL);

    StoreRoot {
        String text = uri.toString();
        uri = text.endsWith("/") ? URI.create(text.substring(0, text.length() - 1)) : uri;
    }

    /** As {@link ArtifactStore#locate}. */
    String locate(String announced) throws ModelRefusedException {
        String relative = ABSOLUTE.matcher(announced).matches() ? below(announced) : announced;
        return VersionNames.checkPath("the location", relative);
    }

    private String below(String announced) throws ModelRefusedException {
        try {
            URI location = new URI(announced);
            String prefix = Objects.requireNonNullElse(uri.getPath(), "") + "/";
            String path = Objects.requireNonNullElse(location.getPath(), "");
            if (uri.getScheme().equals(location.getScheme())
                    && Objects.equals(uri.getAuthority(), location.getAuthority())
                    && location.getQuery() == null
                    && location.getFragment() == null
                    && path.startsWith(prefix)) {
                return path.substring(prefix.length()).replaceFirst("/$", "");
            }
        } catch (URISyntaxException e) {
            throw new ModelRefusedException(Refusal.PATH, "the location is not a URI: " + e.getReason(), e);
        }
        throw new ModelRefusedException(
                Refusal.PATH, "the location " + Quoted.of(announced) + " is not in this process's model.store, " + uri);
    }
}
