package io.rolestream.models.loading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.rolestream.common.config.ConfigurationException;
import io.rolestream.common.config.Settings;
import io.rolestream.engine.model.Precision;
import io.rolestream.engine.task.InferenceOptions;
import io.rolestream.events.ModelStage;
import io.rolestream.events.ModelVersion;
import io.rolestream.models.ModelsConfig;
import io.rolestream.models.artifact.ModelRefusedException;
import io.rolestream.models.artifact.Refusal;
import io.rolestream.models.artifact.VersionDetails;
import io.rolestream.models.artifact.VoteParameters;
import io.rolestream.models.store.ArtifactStores;
import io.rolestream.models.testing.Published;
import io.rolestream.models.testing.TinyModel;
import io.rolestream.rules.role.Taxonomy;
import io.rolestream.rules.ruleset.RuleSet;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.kafka.common.config.ConfigDef;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ModelLoaderTest {
    private static final InferenceOptions FP32 = InferenceOptions.defaults().withPrecision(Precision.FP32);

    private final Path directory;

    ModelLoaderTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    void shouldLoadAsTheSettingsSay() throws Exception {
        Settings settings = Settings.of(
                ModelsConfig.define(new ConfigDef()),
                Map.of(
                        ModelsConfig.STORE, directory.resolve("store").toUri().toString(),
                        ModelsConfig.CACHE_DIRECTORY, directory.resolve("cache").toString()));
        ModelVersion announcement;
        try (var store = ArtifactStores.open(ModelsConfig.settings(settings).store())) {
            announcement = new VersionPublisher(
                            store, ModelsConfig.settings(settings).keys().readPrivate())
                    .publish(
                            Published.packaged(
                                    TinyModel.preferring(directory.resolve("model"), "Data Engineer")
                                            .path(),
                                    VersionDetails.of("any", "1")
                                            .as("roberta", "20261122-1", new VoteParameters(0.5f, 1.5f))),
                            ModelStage.CHAMPION);
        }
        try (ModelLoader loader = ModelLoader.of(ModelsConfig.settings(settings), Taxonomy.standard());
                LoadedModel loaded = loader.load(announcement)) {
            int label = loaded.classifier().classify(List.of("cobol")).get(0).label();
            assertThat(loaded.roles().get(label)).isEqualTo("Data Engineer");
            assertThat(loaded.name()).isEqualTo("roberta");
            assertThat(loaded.version()).isEqualTo("20261122-1");
            assertThat(loaded.parameters()).isEqualTo(new VoteParameters(0.5f, 1.5f));
        }
    }

    @Test
    void shouldRefuseSettingsThatNameNoKey() {
        Settings settings = Settings.of(
                ModelsConfig.define(new ConfigDef()),
                Map.of(ModelsConfig.PUBLIC_KEY, directory.resolve("public.pem").toString()));
        assertThatThrownBy(() -> ModelLoader.of(ModelsConfig.settings(settings), Taxonomy.standard()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("public.pem: no such file");
    }

    @Test
    void shouldFindAVersionByItsUri() throws Exception {
        Published published = Published.tiny(directory);
        published.announcing(
                builder -> builder.setLocation(published.directory().toUri().toString()));
        try (LoadedModel loaded = published.loader(null).load(published.announcement())) {
            assertThat(loaded.version()).isEqualTo("1");
        }
    }

    @Test
    void shouldLoadTheRuleSetThatAVersionCarries() throws Exception {
        RuleSet rules = RuleSet.load(RuleSet.DEFAULT, Taxonomy.standard());
        Published published =
                Published.tiny(directory).add("rules.yml", rules.toYaml().getBytes(StandardCharsets.UTF_8));
        try (LoadedModel loaded = published.loader(null).load(published.announcement())) {
            assertThat(Objects.requireNonNull(loaded.rules()).version()).isEqualTo(rules.version());
        }
    }

    @Test
    void shouldLoadAVersionWithoutARuleSet() throws Exception {
        Published published = Published.tiny(directory);
        try (LoadedModel loaded = published.loader(null).load(published.announcement())) {
            assertThat(loaded.rules()).isNull();
        }
    }

    @Test
    void shouldLeaveAFileAloneThatNobodyAnnounced() throws Exception {
        Published published = Published.tiny(directory);
        Files.writeString(published.file("run_me.py"), "print('no')");
        try (LoadedModel loaded = published.loader(null).load(published.announcement());
                var copies = Files.walk(published.cache())) {
            assertThat(loaded.version()).isEqualTo("1");
            assertThat(copies).noneMatch(path -> path.endsWith("run_me.py"));
        }
    }

    @ParameterizedTest
    @EnumSource(names = "FP16", mode = EnumSource.Mode.EXCLUDE)
    void shouldPassTheSmokeTestInAllNumbersOfACpu(Precision precision) throws Exception {
        Published published = Published.tiny(directory);
        try (LoadedModel loaded =
                published.loader(null, FP32.withPrecision(precision)).load(published.announcement())) {
            assertThat(loaded.classifier().compute()).contains(precision.key());
        } catch (ModelRefusedException e) {
            String reason = String.valueOf(e.getMessage());
            assumeFalse(reason.contains("needs the cpu support"), reason);
            throw e;
        }
    }

    @Test
    void shouldLeaveOutSmokeInputsThatTheOptionsCut() throws Exception {
        Published published = Published.tiny(directory);
        var options = FP32.withLongText(20, FP32.longText());
        try (LoadedModel loaded = published.loader(null, options).load(published.announcement())) {
            assertThat(loaded.version()).isEqualTo("1");
        }
    }

    @Test
    void shouldTryAgainLaterWhenTheStoreIsAway() throws Exception {
        Published published = Published.tiny(directory);
        Path away = Files.move(directory.resolve("store"), directory.resolve("unmounted"));
        ModelLoader loader = published.loader(null);
        assertThatThrownBy(() -> loader.load(published.announcement()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("the model store does not exist");
        Files.move(away, directory.resolve("store"));
        loader.load(published.announcement()).close();
    }

    @Test
    void shouldLoadOneVersionInManyThreadsAtOnce() throws Exception {
        Published published = Published.tiny(directory);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Callable<LoadedModel>> loads = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                ModelLoader loader = published.loader(null);
                loads.add(() -> loader.load(published.announcement()));
            }
            for (Future<LoadedModel> loaded : threads.invokeAll(loads)) {
                loaded.get().close();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void shouldEndWhenItsThreadIsInterrupted() throws Exception {
        Published published = Published.tiny(directory);
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> published.loader(null).load(published.announcement()))
                .isInstanceOf(InterruptedException.class);
        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void shouldNotBlameACheckpointThatAnInterruptedThreadCannotRead() throws Exception {
        Path checkpoint = TinyModel.write(directory.resolve("model"), 1).path();
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> ModelLoader.open(checkpoint, Taxonomy.standard(), FP32))
                .isInstanceOf(InterruptedException.class);
        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void shouldOpenAnOrdinaryCheckpoint() throws Exception {
        Path checkpoint = TinyModel.write(directory.resolve("my model"), 1).path();
        try (LoadedModel opened = ModelLoader.open(checkpoint, Taxonomy.standard(), FP32)) {
            assertThat(opened.name()).isEqualTo("roberta");
            assertThat(opened.version()).matches("my-model-[0-9a-f]{8}");
            assertThat(opened.parameters()).isEqualTo(VoteParameters.DEFAULT);
        }
    }

    @Test
    void shouldTellCheckpointsApartByTheirWeights() throws Exception {
        Path one = TinyModel.write(directory.resolve("1/model"), 1).path();
        Path other = TinyModel.write(directory.resolve("2/model"), 2).path();
        try (LoadedModel first = ModelLoader.open(one, Taxonomy.standard(), FP32);
                LoadedModel second = ModelLoader.open(other, Taxonomy.standard(), FP32)) {
            assertThat(first.version()).isNotEqualTo(second.version());
        }
    }

    @Test
    void shouldOpenThePublishedDirectoryAsWhatItIs() throws Exception {
        Published published = Published.tiny(directory);
        try (LoadedModel opened = ModelLoader.open(published.directory(), Taxonomy.standard(), FP32)) {
            assertThat(opened.version()).isEqualTo("1");
        }
    }

    @Test
    void shouldRefuseADirectoryThatIsNotWhatItsManifestSays() throws Exception {
        Published published = Published.tiny(directory);
        Files.writeString(published.file("special_tokens_map.json"), "{}");
        assertThatThrownBy(() -> ModelLoader.open(published.directory(), Taxonomy.standard(), FP32))
                .isInstanceOfSatisfying(
                        ModelRefusedException.class,
                        e -> assertThat(e.refusal()).isEqualTo(Refusal.FILES))
                .hasMessageContaining("special_tokens_map.json");
    }
}
