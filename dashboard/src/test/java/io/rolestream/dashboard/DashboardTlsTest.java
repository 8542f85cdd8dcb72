package io.rolestream.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolestream.common.config.ConfigurationException;
import io.rolestream.dashboard.config.DashboardConfig;
import io.rolestream.http.testing.MadeCertificate;
import io.rolestream.http.testing.RawConnections;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The dashboard with a certificate of its own. */
class DashboardTlsTest {
    private static final String SECRET = "correct-horse-battery";

    private final Path directory;

    DashboardTlsTest(@TempDir Path directory) {
        this.directory = directory;
    }

    private static WatchedStream service;

    @BeforeAll
    static void start() throws Exception {
        service = WatchedStream.shared();
    }

    @ParameterizedTest
    @ValueSource(strings = {"RSA", "EC"})
    void shouldServeHttpsAloneWithSecureCookies(String algorithm) throws Exception {
        MadeCertificate made = MadeCertificate.in(directory, algorithm);
        Map<String, String> settings =
                new HashMap<>(made.settings(DashboardConfig.TLS_CERTIFICATE, DashboardConfig.TLS_KEY));
        settings.put(DashboardConfig.AUTH, "bearer");
        settings.put(DashboardConfig.AUTH_SECRET, SECRET);
        try (Dashboard dashboard = service.dashboard(settings)) {
            assertThat(dashboard.url()).startsWith("https://127.0.0.1:");
            HttpClient http = HttpClient.newBuilder().sslContext(made.trust()).build();
            PageClient page = new PageClient(http, dashboard.url());

            assertThat(page.get("login").statusCode()).isEqualTo(200);
            HttpResponse<String> in = page.post("api/login", Map.of("secret", SECRET));
            assertThat(PageClient.header(in, "Set-Cookie")).contains("; Secure", "HttpOnly", "SameSite=Strict");
            try (RawConnections plain = new RawConnections(dashboard.url(), "127.0.0.1")) {
                assertThat(plain.ask("GET /login HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
                        .doesNotContain("200");
            }
        }
    }

    @Test
    @Tag("full")
    void shouldSayWhatIsWrongWithTheFiles() throws Exception {
        MadeCertificate rsa = MadeCertificate.in(directory, "RSA");
        MadeCertificate ec = MadeCertificate.in(directory, "EC");
        Path old = Files.writeString(directory.resolve("old.key"), "-----BEGIN RSA PRIVATE KEY-----\nAAAA\n");

        refused(rsa.certificate(), null, DashboardConfig.TLS_KEY + " is not: TLS needs both");
        refused(rsa.certificate(), old, "openssl pkcs8 -topk8");
        refused(rsa.certificate(), ec.key(), "no RSA key");
        refused(rsa.key(), rsa.key(), "no PEM certificates");
        refused(directory.resolve("none"), rsa.key(), "none: no such file");
    }

    private static void refused(Path certificate, @Nullable Path key, String message) {
        Map<String, String> settings = new HashMap<>();
        settings.put(DashboardConfig.TLS_CERTIFICATE, certificate.toString());
        if (key != null) {
            settings.put(DashboardConfig.TLS_KEY, key.toString());
        }
        assertThatThrownBy(() -> service.dashboard(settings).close())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(message);
    }
}
