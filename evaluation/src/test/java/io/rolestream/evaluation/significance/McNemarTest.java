package io.rolestream.evaluation.significance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class McNemarTest {
    /** Expected values are those of scipy's {@code binomtest}. */
    @ParameterizedTest
    @CsvSource({
        "0, 0, 1",
        "3, 3, 1",
        "1, 0, 1",
        "5, 1, 0.21875",
        "10, 25, 0.016673847800120715",
        "25, 10, 0.016673847800120715",
        "0, 40, 1.8189894035458565e-12",
        "500, 600, 0.0028195449914364284"
    })
    void shouldGiveThePValueOfTheExactTest(long firstAlone, long secondAlone, double p) {
        assertThat(new McNemar(firstAlone, secondAlone).p()).isCloseTo(p, within(1e-11 * Math.max(p, 1e-3)));
    }

    @ParameterizedTest
    @CsvSource({"0, 100000, 0", "50000, 50000, 1", "49800, 50200, 0.20704"})
    void shouldTakeMany(long firstAlone, long secondAlone, double p) {
        assertThat(new McNemar(firstAlone, secondAlone).p()).isCloseTo(p, within(5e-5));
    }
}
