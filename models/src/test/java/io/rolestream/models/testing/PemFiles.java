package io.rolestream.models.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;

/** A new Ed25519 key pair in PEM files. */
public record PemFiles(Path publicKey, Path privateKey, KeyPair keys) {
    public static PemFiles write(Path directory) throws IOException, GeneralSecurityException {
        KeyPair keys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        Files.createDirectories(directory);
        return new PemFiles(
                write(directory.resolve("public.pem"), "PUBLIC KEY", keys.getPublic()),
                write(directory.resolve("private.pem"), "PRIVATE KEY", keys.getPrivate()),
                keys);
    }

    private static Path write(Path file, String label, Key key) throws IOException {
        return Files.writeString(
                file,
                "-----BEGIN %s-----%n%s%n-----END %s-----%n"
                        .formatted(label, Base64.getMimeEncoder().encodeToString(key.getEncoded()), label));
    }
}
