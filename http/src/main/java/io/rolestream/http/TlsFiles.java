package io.rolestream.http;

import io.rolestream.common.config.ConfigurationException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * PEM files for TLS.
 *
 * @param certificate the server's, followed by those of its issuers
 * @param key in PKCS #8 without a password
 * @param certificateSetting names the first file in messages
 * @param keySetting names the second
 */
public record TlsFiles(Path certificate, Path key, String certificateSetting, String keySetting) {
    /**
     * The files that two settings name; null if neither is set.
     *
     * @throws ConfigurationException if one of them is not set
     */
    public static @Nullable TlsFiles of(
            String certificateSetting, @Nullable Path certificate, String keySetting, @Nullable Path key) {
        if (certificate == null && key == null) {
            return null;
        }
        if (certificate == null || key == null) {
            throw new ConfigurationException("%s is set, and %s is not: TLS needs both"
                    .formatted(
                            certificate == null ? keySetting : certificateSetting,
                            certificate == null ? certificateSetting : keySetting));
        }
        return new TlsFiles(certificate, key, certificateSetting, keySetting);
    }
}
