package io.rolestream.models;

import io.rolestream.common.config.ConfigurationException;
import io.rolestream.common.files.FileException;
import io.rolestream.common.files.SmallFile;
import io.rolestream.models.artifact.VersionSignature;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads Ed25519 keys from PEM files, as OpenSSL writes them: {@code openssl genpkey -algorithm ed25519 -out
 * private.pem} and {@code openssl pkey -in private.pem -pubout -out public.pem}.
 */
public final class PemKeys {
    private static final Pattern PEM =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----\\s+([A-Za-z0-9+/=\\s]+?)-----END \\1-----");
    private static final int MAX_BYTES = 1 << 16;

    private PemKeys() {}

    /**
     * Reads a public key.
     *
     * @throws ConfigurationException if the file cannot be read or holds no public Ed25519 key
     */
    public static PublicKey publicKey(Path file) {
        byte[] encoded = content(file, "PUBLIC KEY", "public", "openssl pkey -in PRIVATE.pem -pubout -out " + file);
        try {
            return factory().generatePublic(new X509EncodedKeySpec(encoded));
        } catch (GeneralSecurityException e) {
            throw new ConfigurationException("key file " + file + " has no public Ed25519 key", e);
        }
    }

    /**
     * Reads a private key.
     *
     * @throws ConfigurationException if the file cannot be read or holds no private Ed25519 key without a password
     */
    public static PrivateKey privateKey(Path file) {
        byte[] encoded = content(file, "PRIVATE KEY", "private", "openssl genpkey -algorithm ed25519 -out " + file);
        try {
            return factory().generatePrivate(new PKCS8EncodedKeySpec(encoded));
        } catch (GeneralSecurityException e) {
            throw new ConfigurationException("key file " + file + " has no private Ed25519 key", e);
        }
    }

    private static KeyFactory factory() {
        try {
            return KeyFactory.getInstance(VersionSignature.ALGORITHM);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has Ed25519", e);
        }
    }

    private static byte[] content(Path file, String label, String kind, String remedy) {
        Matcher pem = PEM.matcher(text(file));
        if (!pem.find()) {
            throw new ConfigurationException("key file " + file + " is not a PEM file; make one with `" + remedy + "`");
        }
        if (!pem.group(1).equals(label)) {
            throw new ConfigurationException("key file " + file + " has a " + pem.group(1) + ", but a " + kind
                    + " key (" + label + ") is needed; make one with `" + remedy + "`");
        }
        try {
            return Base64.getMimeDecoder().decode(pem.group(2));
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException("key file " + file + " is damaged: its content is not Base64", e);
        }
    }

    private static String text(Path file) {
        try {
            return new String(SmallFile.readOrPipe(file, MAX_BYTES), StandardCharsets.ISO_8859_1);
        } catch (FileException e) {
            throw new ConfigurationException("key file " + e.getMessage(), e);
        }
    }
}
