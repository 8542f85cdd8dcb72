package io.rolestream.engine.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HubEnvironmentTest {
    private static final Path HOME = Path.of("/home/someone");

    private static HubSettings settings(Map<String, String> environment) {
        return HubEnvironment.settings(environment, HOME);
    }

    @Test
    void shouldHaveTheDefaultsOfHuggingFace() {
        HubSettings settings = settings(Map.of());
        assertThat(settings.endpoint()).isEqualTo(HubSettings.DEFAULT_ENDPOINT);
        assertThat(settings.cacheDirectory()).isEqualTo(HOME.resolve(".cache/huggingface/hub"));
        assertThat(settings.token()).isNull();
        assertThat(settings.revision()).isEqualTo("main");
        assertThat(settings.offline()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "HF_HUB_CACHE, /c, /c",
        "HF_HOME, /h, /h/hub",
        "HF_HOME, ~/h, /home/someone/h/hub",
        "XDG_CACHE_HOME, /x, /x/huggingface/hub"
    })
    void shouldFindTheCache(String name, String value, Path cache) {
        assertThat(settings(Map.of(name, value)).cacheDirectory()).isEqualTo(cache);
    }

    @Test
    void shouldReadEndpointTokenAndOffline() {
        HubSettings settings = settings(Map.of(
                "HF_ENDPOINT", "https://hub.example/path/", "HUGGING_FACE_HUB_TOKEN", "t", "HF_HUB_OFFLINE", "1"));
        assertThat(settings.endpoint()).isEqualTo(URI.create("https://hub.example/path"));
        assertThat(settings.token()).isEqualTo("t");
        assertThat(settings.offline()).isTrue();
        assertThat(settings(Map.of("HF_TOKEN", "a", "HUGGING_FACE_HUB_TOKEN", "b"))
                        .token())
                .isEqualTo("a");
        assertThat(settings(Map.of("HF_TOKEN", " ")).token()).isNull();
    }

    @Test
    void shouldNeverShowTheToken() {
        assertThat(settings(Map.of("HF_TOKEN", "hf_secret")).toString()).doesNotContain("hf_secret");
        assertThatThrownBy(() -> settings(Map.of("HF_TOKEN", "hf_secret\nX: y")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("hf_secret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ftp://x", "x", "http://", "http://user@x", "http://x?y"})
    void shouldRefuseAnEndpointThatIsNone(String endpoint) {
        assertThatThrownBy(() -> settings(Map.of("HF_ENDPOINT", endpoint)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "../x", "a/../b", "/a", "a b", "a//b", "-x"})
    void shouldRefuseARevisionThatIsNone(String revision) {
        HubSettings settings = settings(Map.of());
        assertThatThrownBy(() -> new HubSettings(
                        settings.endpoint(),
                        settings.cacheDirectory(),
                        null,
                        revision,
                        false,
                        false,
                        settings.connection()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "https://hub.example/x, proxy.example, 3128",
        "http://hub.example/x, web.example, 80",
        "https://HOST.direct.example/x, , 0",
        "https://direct.example/x, , 0",
        "https://indirect.example/x, proxy.example, 3128"
    })
    void shouldChooseTheProxy(URI address, String host, int port) {
        EnvironmentProxies proxies = new EnvironmentProxies(
                null, "http://proxy.example:3128", "web.example", "other.example, .direct.example");
        Proxy expected = host == null
                ? Proxy.NO_PROXY
                : new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved(host, port));
        assertThat(proxies.select(address)).containsExactly(expected);
    }

    @Test
    void shouldGoDirectEverywhereWithAStar() {
        EnvironmentProxies proxies = new EnvironmentProxies(null, "proxy.example", null, "*");
        assertThat(proxies.select(URI.create("https://hub.example"))).containsExactly(Proxy.NO_PROXY);
    }

    @Test
    void shouldRefuseAProxyWithAPasswordWithoutShowingIt() {
        assertThatThrownBy(() -> new EnvironmentProxies(null, "http://user:secret@proxy.example", null, null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("proxy.example")
                .hasMessageNotContaining("secret");
    }
}
