package io.rolestream.engine.hub;

import java.io.IOException;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A hub with a small model, and a cache that is empty. */
abstract class HubFixture {
    static final String MODEL = "owner/tiny-roberta";
    static final int WEIGHT_BYTES = 300_000;
    static final String TOKEN = "hf_secret";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path directory;

    @SuppressWarnings("NullAway.Init")
    FakeHub hub;

    @SuppressWarnings("NullAway.Init")
    HubSettings settings;

    @BeforeEach
    void startHub() throws IOException {
        Path scratch = Files.createDirectory(directory.resolve("scratch"));
        hub = new FakeHub(MODEL).withCheckpoint(scratch, WEIGHT_BYTES);
        settings = settings(null);
    }

    @AfterEach
    void stopHub() {
        hub.close();
    }

    HubSettings settings(@Nullable String token) {
        return settings(hub.endpoint(), cache(), token);
    }

    static HubSettings settings(URI endpoint, Path cache, @Nullable String token) {
        return new HubSettings(
                endpoint,
                cache,
                token,
                "main",
                false,
                false,
                new HubConnection(new Direct(), Duration.ofSeconds(5), Duration.ofSeconds(5), 5, Duration.ofMillis(5)));
    }

    Path cache() {
        return directory.resolve("cache");
    }

    Path modelCache() {
        return cache().resolve("models--owner--tiny-roberta");
    }

    /** Nothing goes through a proxy, whatever this machine is set to. */
    static final class Direct extends ProxySelector {
        @Override
        public List<Proxy> select(URI uri) {
            return List.of(Proxy.NO_PROXY);
        }

        @Override
        public void connectFailed(URI uri, SocketAddress address, IOException error) {}
    }
}
