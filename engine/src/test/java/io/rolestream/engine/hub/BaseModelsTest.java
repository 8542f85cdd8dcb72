package io.rolestream.engine.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolestream.engine.checkpoint.CheckpointDirectory;
import io.rolestream.engine.safetensors.CheckpointException;
import io.rolestream.engine.safetensors.TensorValues;
import io.rolestream.engine.safetensors.Weights;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BaseModelsTest extends HubFixture {
    @Test
    void shouldDownloadWhatIsNeededAndNothingElse() throws IOException {
        Path model = BaseModels.resolve(MODEL, settings);
        assertThat(model).isEqualTo(modelCache().resolve("snapshots").resolve(FakeHub.COMMIT));
        try (Stream<Path> files = Files.list(model)) {
            assertThat(files.map(f -> f.getFileName().toString()))
                    .containsExactlyInAnyOrder(
                            "config.json", "tokenizer.json", "tokenizer_config.json", "model.safetensors");
        }
        try (Weights weights = CheckpointDirectory.open(model).openWeights()) {
            assertThat(TensorValues.of(weights, "x")).hasSize(WEIGHT_BYTES / 4).startsWith(0, 1, 2);
        }
        assertThat(hub.requests()).hasSize(6);
    }

    @Test
    void shouldLayOutTheCacheAsPythonDoes() throws IOException {
        Path model = BaseModels.resolve(MODEL, settings);
        Path weights = model.resolve("model.safetensors");
        String sha256 = FakeHub.sha256(hub.content("model.safetensors"));
        assertThat(Files.readSymbolicLink(weights)).isEqualTo(Path.of("../../blobs/" + sha256));
        assertThat(Files.readSymbolicLink(model.resolve("config.json")))
                .isEqualTo(Path.of("../../blobs/" + FakeHub.gitId(hub.content("config.json"))));
        assertThat(Files.readString(modelCache().resolve("refs/main"))).isEqualTo(FakeHub.COMMIT);
        try (Stream<Path> blobs = Files.list(modelCache().resolve("blobs"))) {
            assertThat(blobs).hasSize(4);
        }
    }

    @Test
    void shouldUseTheCacheWithoutAnyRequest() throws IOException {
        Path first = BaseModels.resolve(MODEL, settings);
        int requests = hub.requests().size();
        assertThat(BaseModels.resolve(MODEL, settings)).isEqualTo(first);
        assertThat(BaseModels.resolve(MODEL, changed(FakeHub.COMMIT, false, false)))
                .isEqualTo(first);
        assertThat(hub.requests()).hasSize(requests);
    }

    @Test
    void shouldOnlyAskForTheListingWhenItRefreshes() throws IOException {
        BaseModels.resolve(MODEL, settings);
        int requests = hub.requests().size();
        BaseModels.resolve(MODEL, changed(settings.revision(), false, true));
        assertThat(hub.requests()).hasSize(requests + 1);
    }

    @Test
    void shouldFetchOnlyWhatTheCacheLost() throws IOException {
        Path model = BaseModels.resolve(MODEL, settings);
        Files.delete(modelCache().resolve("blobs").resolve(FakeHub.gitId(hub.content("tokenizer.json"))));
        int requests = hub.requests().size();
        BaseModels.resolve(MODEL, settings);
        assertThat(hub.requests()).hasSize(requests + 2);
        assertThat(model.resolve("tokenizer.json")).hasContent("{}");
    }

    @Test
    void shouldDownloadShards() throws IOException {
        hub.put("a-1.safetensors", FakeHub.weights(directory, "a", 40));
        hub.put("a-2.safetensors", FakeHub.weights(directory, "b", 80));
        hub.put("a-3.safetensors", FakeHub.weights(directory, "c", 80));
        hub.put(
                "model.safetensors.index.json",
                "{\"weight_map\":{\"a\":\"a-1.safetensors\",\"b\":\"a-2.safetensors\"}}"
                        .getBytes(StandardCharsets.UTF_8));
        hub.remove("model.safetensors");
        Path model = BaseModels.resolve(MODEL, settings);
        try (Weights weights = Weights.open(model)) {
            assertThat(weights.tensors()).containsOnlyKeys("a", "b");
        }
        assertThat(hub.requestsFor("a-3.safetensors")).isEmpty();
    }

    @Test
    void shouldNameAShardThatTheHubLacks() {
        hub.remove("model.safetensors");
        hub.put(
                "model.safetensors.index.json",
                "{\"weight_map\":{\"a\":\"a-1.safetensors\"}}".getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(() -> BaseModels.resolve(MODEL, settings))
                .isInstanceOf(HubException.class)
                .hasMessageContaining("has no a-1.safetensors, but its model.safetensors.index.json names it");
    }

    @Test
    void shouldFetchVocabularyAndMergesWhereThereIsNoTokenizerJson() throws IOException {
        hub.remove("tokenizer.json");
        hub.put("vocab.json", new byte[] {'{', '}'});
        hub.put("merges.txt", new byte[] {'#'});
        assertThat(BaseModels.resolve(MODEL, settings).resolve("merges.txt")).hasContent("#");
    }

    @Test
    void shouldRefuseAModelThatIsOnlyAPickle() {
        hub.remove("model.safetensors");
        assertThatThrownBy(() -> BaseModels.resolve(MODEL, settings))
                .isInstanceOf(HubException.class)
                .hasMessageStartingWith(
                        MODEL + " has weights only as \"pytorch_model.bin\". A pickle can run any code");
        assertThat(hub.requests()).hasSize(1);
    }

    @Test
    void shouldRefuseAnUnknownKindOfModelBeforeItsWeightsAreFetched() {
        hub.put("config.json", "{\"model_type\":\"gpt2\"}".getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(() -> BaseModels.resolve(MODEL, settings))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("model_type \"gpt2\" is not supported");
        assertThat(hub.requestsFor("model.safetensors")).isEmpty();
    }

    @Test
    void shouldNotLoseTheAdaptersOfADirectory() throws IOException {
        Path base = BaseModels.resolve(MODEL, settings);
        Path adapters = Files.createDirectory(directory.resolve("adapters"));
        Files.writeString(
                adapters.resolve("adapter_config.json"),
                "{\"peft_type\":\"LORA\",\"r\":1,\"base_model_name_or_path\":\""
                        + base.toString().replace("\\", "/") + "\"}");
        Files.createFile(adapters.resolve("adapter_model.safetensors"));

        assertThat(BaseModels.resolve(adapters.toString(), settings)).isEqualTo(adapters);
    }

    @Test
    void shouldTakeADirectoryAsItIs() throws IOException {
        Path model = BaseModels.resolve(MODEL, settings);
        int requests = hub.requests().size();
        assertThat(BaseModels.resolve(model.toString(), settings)).isEqualTo(model);
        assertThat(hub.requests()).hasSize(requests);
        assertThatThrownBy(() -> BaseModels.resolve(directory.toString(), settings))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("config.json: no such file");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../x",
                "a/../b",
                "a/b/c",
                "/no/such/directory",
                "",
                " ",
                "two words",
                "a//b",
                "-x",
                "a--b",
                "x.git",
                "a\u0000b",
                "a/b?c",
                "a%2Fb",
                "\u00e9"
            })
    void shouldRefuseWhatIsNoName(String name) {
        assertThatThrownBy(() -> BaseModels.resolve(name, settings))
                .isInstanceOf(HubException.class)
                .hasMessage("\"" + name + "\" is neither a directory nor the name of a model on a hub");
        assertThat(hub.requests()).isEmpty();
    }

    @Test
    void shouldWorkOfflineWithACompleteCache() throws IOException {
        Path model = BaseModels.resolve(MODEL, settings);
        int requests = hub.requests().size();
        assertThat(BaseModels.resolve(MODEL, changed(settings.revision(), true, false)))
                .isEqualTo(model);
        assertThat(hub.requests()).hasSize(requests);
    }

    @Test
    void shouldSayOfflineWhatIsMissingAndHowToGetIt() throws IOException {
        HubSettings offline = changed(settings.revision(), true, false);
        assertThatThrownBy(() -> BaseModels.resolve(MODEL, offline))
                .isInstanceOf(HubException.class)
                .hasMessage(
                        "offline, and owner/tiny-roberta at the revision main is not in the cache " + cache()
                                + "; run once without offline mode (HF_HUB_OFFLINE), or copy the model here and name its directory");
        Path model = BaseModels.resolve(MODEL, settings);
        Files.delete(model.resolve("model.safetensors"));
        assertThatThrownBy(() -> BaseModels.resolve(MODEL, offline))
                .hasMessageContaining("is not complete in the cache")
                .hasMessageContaining("no model.safetensors")
                .hasMessageContaining("run once without offline mode");
    }

    @Test
    void shouldSendARevisionAsOnePartOfTheAddress() throws IOException {
        BaseModels.resolve(MODEL, changed("refs/pr/1", false, false));
        assertThat(hub.requests().get(0).path()).endsWith("/revision/refs%2Fpr%2F1");
        assertThat(modelCache().resolve("refs/refs/pr/1")).hasContent(FakeHub.COMMIT);
    }

    @Test
    void shouldSayThatTheCacheCannotBeWritten() throws IOException {
        Files.writeString(cache(), "a file where a directory should be");
        assertThatThrownBy(() -> BaseModels.resolve(MODEL, settings))
                .isInstanceOf(HubException.class)
                .hasMessageContaining("the cache cannot be written")
                .hasMessageContaining("HF_HOME");
    }

    @Test
    void shouldGoThroughAProxy() throws IOException {
        EnvironmentProxies proxies =
                new EnvironmentProxies(null, null, hub.endpoint().toString(), "localhost");
        HubSettings proxied = new HubSettings(
                URI.create("http://hub.example"),
                cache(),
                null,
                "main",
                false,
                false,
                new HubConnection(proxies, Duration.ofSeconds(5), Duration.ofSeconds(5), 1, Duration.ofMillis(5)));
        assertThat(BaseModels.resolve(MODEL, proxied)).isDirectory();
        assertThat(List.copyOf(hub.requests())).hasSize(6);
    }

    private HubSettings changed(String revision, boolean offline, boolean refresh) {
        return new HubSettings(
                settings.endpoint(),
                settings.cacheDirectory(),
                settings.token(),
                revision,
                offline,
                refresh,
                settings.connection());
    }
}
