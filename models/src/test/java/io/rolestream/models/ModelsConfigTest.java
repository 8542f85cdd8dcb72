package io.rolestream.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolestream.common.config.ConfigurationException;
import io.rolestream.common.config.Settings;
import io.rolestream.engine.batching.Batching;
import io.rolestream.engine.model.Precision;
import io.rolestream.engine.precision.DeviceChoice;
import io.rolestream.engine.task.InferenceOptions;
import io.rolestream.engine.tokenizer.LongText;
import io.rolestream.models.store.ArtifactStores;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModelsConfigTest {
    private static Settings settings(Map<String, String> values) {
        return Settings.of(ModelsConfig.define(new ConfigDef()), values);
    }

    @Test
    void shouldComputeAsTheDefaultsSay() {
        assertThat(ModelsConfig.settings(settings(Map.of())).inference()).isEqualTo(InferenceOptions.defaults());
    }

    @Test
    void shouldComputeAsTheSettingsSay() {
        InferenceOptions options = ModelsConfig.settings(settings(Map.of(
                        ModelsConfig.DEVICE, "cpu",
                        ModelsConfig.PRECISION, "bf16",
                        ModelsConfig.COMPUTE_WORKERS, "3",
                        ModelsConfig.COMPUTE_THREADS, "5",
                        ModelsConfig.BATCH_TOKENS, "100",
                        ModelsConfig.MAX_TOKENS, "64",
                        ModelsConfig.WINDOWS, "4")))
                .inference();
        assertThat(options)
                .isEqualTo(new InferenceOptions(
                        DeviceChoice.CPU,
                        Precision.BF16,
                        new Batching(3, 5, 100, Batching.defaults().queueTokens()),
                        64,
                        LongText.windows(4)));
    }

    @ParameterizedTest
    @CsvSource({"model.device,tpu", "model.precision,fp8", "model.max.tokens,7", "model.cache.versions,-1"})
    void shouldRefuseWhatMakesNoSense(String key, String value) {
        assertThatThrownBy(() -> settings(Map.of(key, value)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(key);
    }

    @Test
    void shouldFindTheUsersHome() {
        try (var store =
                ArtifactStores.open(ModelsConfig.settings(settings(Map.of())).store())) {
            assertThat(store).hasToString(System.getProperty("user.home") + "/.rolestream/models");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"gs://bucket/models", "http://localhost/models", "s3:models", "file:models", "s3:///models"})
    void shouldRefuseAStoreOfAnUnknownKind(String root) {
        assertThatThrownBy(() -> ArtifactStores.open(ModelsConfig.settings(settings(Map.of(ModelsConfig.STORE, root)))
                        .store()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("model.store " + root);
    }
}
