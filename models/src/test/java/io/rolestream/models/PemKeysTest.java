package io.rolestream.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolestream.common.config.ConfigurationException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PemKeysTest {
    /** Made by {@code openssl pkey -pubout}. */
    private static final String PUBLIC = """
            -----BEGIN PUBLIC KEY-----
            MCowBQYDK2VwAyEA6y+QNMflR+SM6oOpjAsVNw+km0vrZrVmT96xP7WkJ6I=
            -----END PUBLIC KEY-----
            """;

    private final Path file;

    PemKeysTest(@TempDir Path directory) {
        file = directory.resolve("key.pem");
    }

    private static String pem(String label, Key key) {
        return "-----BEGIN " + label + "-----\n" + Base64.getMimeEncoder().encodeToString(key.getEncoded())
                + "\n-----END " + label + "-----\n";
    }

    @Test
    void shouldReadAKeyPair() throws Exception {
        KeyPair keys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        Files.writeString(file, "a comment before it\n" + pem("PRIVATE KEY", keys.getPrivate()));
        assertThat(PemKeys.privateKey(file)).isEqualTo(keys.getPrivate());
        Files.writeString(file, pem("PUBLIC KEY", keys.getPublic()));
        assertThat(PemKeys.publicKey(file)).isEqualTo(keys.getPublic());
    }

    @Test
    void shouldReadWhatOpensslWrites() throws Exception {
        Files.writeString(file, PUBLIC.replace("\n", "\r\n"));
        assertThat(PemKeys.publicKey(file).getAlgorithm()).isEqualTo("EdDSA");
    }

    @Test
    void shouldSayWhichKeyIsNeeded() throws Exception {
        Files.writeString(file, PUBLIC);
        assertThatThrownBy(() -> PemKeys.privateKey(file))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(file + " has a PUBLIC KEY, but a private key (PRIVATE KEY) is needed")
                .hasMessageContaining("openssl genpkey");
    }

    @Test
    void shouldRefuseKeysOfOtherKinds() throws Exception {
        KeyPair rsa = KeyPairGenerator.getInstance("RSA").generateKeyPair();
        Files.writeString(file, pem("PUBLIC KEY", rsa.getPublic()));
        assertThatThrownBy(() -> PemKeys.publicKey(file)).hasMessage("key file " + file + " has no public Ed25519 key");
        Files.writeString(file, pem("PRIVATE KEY", rsa.getPrivate()));
        assertThatThrownBy(() -> PemKeys.privateKey(file))
                .hasMessage("key file " + file + " has no private Ed25519 key");
    }

    @Test
    void shouldRefuseWhatIsNoPem() throws Exception {
        assertThatThrownBy(() -> PemKeys.publicKey(file)).hasMessage("key file " + file + ": no such file");
        Files.writeString(file, "AAAA");
        assertThatThrownBy(() -> PemKeys.privateKey(file))
                .hasMessageContaining(file + " is not a PEM file")
                .hasMessageContaining("openssl genpkey");
        Files.writeString(file, PUBLIC.replace("MCow", "M"));
        assertThatThrownBy(() -> PemKeys.publicKey(file)).isInstanceOf(ConfigurationException.class);
    }
}
