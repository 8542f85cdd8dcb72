package io.rolestream.common.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {

    @ParameterizedTest
    @CsvSource({
        "500ms, PT0.5S",
        "30s, PT30S",
        "10m, PT10M",
        "2h, PT2H",
        "7d, PT168H",
        "0s, PT0S",
        "'  5 S ', PT5S",
        "999999999999ms, PT277777H46M39.999S"
    })
    void shouldReadANumberAndAUnit(String text, Duration expected) {
        assertThat(Durations.parse(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "30", "s", "-3s", "1.5s", "3 weeks", "1h30m", "PT3S", "9999999999999s", "٣s"})
    void shouldRefuseAnythingElse(String text) {
        assertThatThrownBy(() -> Durations.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("500ms, 30s, 10m, 2h or 7d");
    }

    @ParameterizedTest
    @ValueSource(strings = {"36501d", "999999999999d", "999999999999h", "999999999999s"})
    void shouldRefuseWhatOverflows(String text) {
        assertThat(Durations.parse("36500d").toNanos()).isPositive();
        assertThatThrownBy(() -> Durations.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at most 36500d");
    }

    @Test
    void shouldNameTheKeyOfAWrongValue() {
        assertThatThrownBy(() -> Durations.VALIDATOR.ensureValid("label.deadline", "soon"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("soon")
                .hasMessageContaining("label.deadline");
    }
}
