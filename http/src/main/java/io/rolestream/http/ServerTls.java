package io.rolestream.http;

import io.rolestream.common.config.ConfigurationException;
import io.rolestream.common.files.FileException;
import io.rolestream.common.files.SmallFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Makes the context for TLS from PEM files, for a server and for its requests to other instances. */
public final class ServerTls {
    private static final Pattern KEY =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");
    private static final char[] NO_PASSWORD = {};
    private static final int MAX_BYTES = 1 << 20;

    private ServerTls() {}

    /** @throws ConfigurationException if a file cannot be read, or the key is not the certificate's */
    public static SSLContext context(TlsFiles files) {
        List<Certificate> chain = chain(files);
        PrivateKey key = key(files, chain.get(0).getPublicKey().getAlgorithm());
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, NO_PASSWORD);
            store.setKeyEntry("server", key, NO_PASSWORD, chain.toArray(Certificate[]::new));
            for (int i = 0; i < chain.size(); i++) {
                store.setCertificateEntry("trusted-" + i, chain.get(i));
            }
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, NO_PASSWORD);
            TrustManagerFactory trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trusted.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), trusted.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new ConfigurationException(
                    "%s, %s: TLS cannot be set up with %s and %s: %s"
                            .formatted(
                                    files.certificateSetting(),
                                    files.keySetting(),
                                    files.certificate(),
                                    files.key(),
                                    e.getMessage()),
                    e);
        }
    }

    private static List<Certificate> chain(TlsFiles files) {
        Path file = files.certificate();
        try {
            List<Certificate> chain = List.copyOf(CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(bytes(files.certificateSetting(), file))));
            if (!chain.isEmpty()) {
                return chain;
            }
        } catch (CertificateException e) {
            throw new ConfigurationException(
                    "%s: %s has no PEM certificates: %s".formatted(files.certificateSetting(), file, e.getMessage()),
                    e);
        }
        throw new ConfigurationException("%s: %s has no PEM certificates".formatted(files.certificateSetting(), file));
    }

    private static PrivateKey key(TlsFiles files, String algorithm) {
        Path file = files.key();
        Matcher pem = KEY.matcher(new String(bytes(files.keySetting(), file), StandardCharsets.ISO_8859_1));
        if (pem.find()) {
            try {
                return KeyFactory.getInstance(algorithm)
                        .generatePrivate(
                                new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(pem.group(1))));
            } catch (InvalidKeySpecException | IllegalArgumentException e) {
                throw new ConfigurationException(
                        "%s: %s has no %s key, which the certificate needs"
                                .formatted(files.keySetting(), file, algorithm),
                        e);
            } catch (GeneralSecurityException e) {
                throw new ConfigurationException(
                        "%s: keys for %s are not supported; use RSA or EC"
                                .formatted(files.certificateSetting(), algorithm),
                        e);
            }
        }
        throw new ConfigurationException(
                "%s: %s has no key in PKCS #8 without a password; convert it with `openssl pkcs8 -topk8 -nocrypt -in %s`"
                        .formatted(files.keySetting(), file, file));
    }

    private static byte[] bytes(String setting, Path file) {
        try {
            return SmallFile.readOrPipe(file, MAX_BYTES);
        } catch (FileException e) {
            throw new ConfigurationException(setting + ": " + e.getMessage(), e);
        }
    }
}
