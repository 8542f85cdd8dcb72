package io.rolestream.models.announcements;

import io.rolestream.common.config.ConfigurationException;
import io.rolestream.models.ModelSettings;
import io.rolestream.models.artifact.VersionSignature;
import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.security.PublicKey;
import org.jspecify.annotations.Nullable;

/**
 * What an announcer signs with, and whose announcements it believes.
 *
 * @param trusted null believes all
 * @param signing null signs nothing
 */
public record SigningKeys(
        @Nullable PublicKey trusted, @Nullable PrivateKey signing) {
    /** For a cluster without signatures. */
    public static final SigningKeys NONE = new SigningKeys(null, null);

    private static final byte[] PROBE = "rolestream".getBytes(StandardCharsets.UTF_8);

    /**
     * Reads the keys of a process that announces versions.
     *
     * @throws ConfigurationException if a file holds no such key, or announcements would not be believed
     */
    public static SigningKeys read(ModelSettings.Keys files) {
        return new SigningKeys(files.readPublic(), files.readPrivate());
    }

    /** @throws ConfigurationException if what is announced would not be believed */
    public SigningKeys {
        if (trusted != null) {
            if (signing == null) {
                throw new ConfigurationException(
                        "model.public.key is set, so announcements must be signed: set model.private.key as well");
            }
            if (!VersionSignature.verifies(PROBE, VersionSignature.sign(PROBE, signing), trusted)) {
                throw new ConfigurationException(
                        "model.private.key and model.public.key do not belong together: signatures of the one are not"
                                + " valid for the other");
            }
        }
    }
}
