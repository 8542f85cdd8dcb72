package io.rolestream.common.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.junit.jupiter.api.Test;

class ConfigReferenceTest {

    @Test
    void shouldWriteARowForEachKeyInAlphabeticalOrder() {
        ConfigDef definitions = new ConfigDef()
                .define("b", Type.INT, 3, ConfigDef.Range.between(1, 9), Importance.LOW, "How many.")
                .define("a", Type.STRING, "", Importance.LOW, "This | that.");

        assertThat(ConfigReference.markdown(definitions)).isEqualTo("""
                | key | default | description |
                |---|---|---|
                | `a` |  | This \\| that. (string) |
                | `b` | `3` | How many. Accepts 1 to 9. |
                """);
    }

    @Test
    void shouldNotShowTheMaskOfASecretWithoutDefault() {
        ConfigDef definitions = new ConfigDef().define("token", Type.PASSWORD, "", Importance.LOW, "A token.");

        assertThat(ConfigReference.markdown(definitions)).contains("| `token` |  | A token. (password) |");
    }
}
