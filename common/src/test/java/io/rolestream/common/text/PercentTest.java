package io.rolestream.common.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PercentTest {
    @Test
    void shouldShowOneDecimalPlace() {
        assertThat(Percent.of(0.1234)).isEqualTo("12.3 %");
        assertThat(Percent.of(1)).isEqualTo("100.0 %");
    }
}
