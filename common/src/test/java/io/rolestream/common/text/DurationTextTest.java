package io.rolestream.common.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DurationTextTest {
    @ParameterizedTest
    @CsvSource({
        "PT0.9S, 0 s",
        "PT59S, 59 s",
        "PT60S, 1 min 0 s",
        "PT200S, 3 min 20 s",
        "PT1H, 1 h 0 min",
        "PT23H59M59S, 23 h 59 min",
        "P3DT4H30M, 3 d 4 h"
    })
    void shouldShowTwoUnits(Duration duration, String text) {
        assertThat(DurationText.of(duration)).isEqualTo(text);
    }
}
