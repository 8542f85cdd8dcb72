package io.rolestream.stream.relabel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimeRangeTest {
    private static final Instant NOW = Instant.parse("2026-03-04T12:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "2026-03-01, 2026-03-01T00:00:00Z",
        "2026-03-01T10:30:00Z, 2026-03-01T10:30:00Z",
        "2026-03-01T10:30:00+02:00, 2026-03-01T08:30:00Z",
        "7d, 2026-02-25T12:00:00Z",
        "7d ago, 2026-02-25T12:00:00Z",
        "90m Ago, 2026-03-04T10:30:00Z"
    })
    void shouldReadTimesAsPeopleWriteThem(String text, Instant time) {
        assertThat(TimeRange.parse(text, NOW)).isEqualTo(time);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "ago", "2026-13-01", "2026-03-01T10:30", "-7d", "7 weeks", "+999999999-01-01"})
    void shouldSayWhatATimeLooksLike(String text) {
        assertThatThrownBy(() -> TimeRange.parse(text, NOW))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + text + "' is not a time: expected 2026-03-04");
    }

    @Test
    void shouldIncludeItsBeginningAndNotItsEnd() {
        TimeRange range = new TimeRange(NOW, NOW.plusMillis(2));

        assertThat(range.contains(NOW.toEpochMilli() - 1)).isFalse();
        assertThat(range.contains(NOW.toEpochMilli())).isTrue();
        assertThat(range.contains(NOW.toEpochMilli() + 1)).isTrue();
        assertThat(range.contains(NOW.toEpochMilli() + 2)).isFalse();
    }

    @Test
    void shouldIncludeRecordsWithoutATimeUnlessItBeginsLater() {
        assertThat(new TimeRange(TimeRange.BEGINNING, NOW).contains(-1)).isTrue();
        assertThat(new TimeRange(NOW, TimeRange.END).contains(-1)).isFalse();
    }

    @Test
    void shouldRefuseARangeWithoutTime() {
        assertThatThrownBy(() -> new TimeRange(NOW, NOW)).hasMessageContaining("no time lies");
    }
}
