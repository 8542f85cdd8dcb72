package io.rolestream.local.services;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolestream.common.config.ConfigurationException;
import io.rolestream.common.config.Settings;
import io.rolestream.stream.StreamConfig;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SettingsPathTest {
    @Test
    void shouldNameTheSettingWhoseValueIsNoPath() {
        Settings settings = Settings.of(Configuration.definitions(), Map.of(StreamConfig.TAXONOMY, "a\u0000b"));

        assertThatThrownBy(() -> StreamConfig.taxonomy(settings))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("taxonomy is not a path");
    }
}
