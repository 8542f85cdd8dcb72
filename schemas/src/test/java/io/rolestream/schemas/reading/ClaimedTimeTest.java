package io.rolestream.schemas.reading;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolestream.schemas.reading.ClaimedTime.Finding;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClaimedTimeTest {
    private static final Instant WRITTEN = Instant.parse("2026-03-04T12:00:00Z");
    private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "1772582400000, MILLISECONDS",
        "1772582400, SECONDS",
        "20516, DAYS",
        "1772582400000000, MICROSECONDS",
        "1772582400000000000, NANOSECONDS"
    })
    void shouldRecogniseTheUnit(long claimed, Finding unit) {
        assertThat(ClaimedTime.of(claimed, WRITTEN.toEpochMilli()))
                .isEqualTo(new ClaimedTime(Instant.parse("2026-03-04T00:00:00Z"), unit));
    }

    @Test
    void shouldRecogniseTheFirstAndTheLastTimeInEachUnit() {
        for (Instant time : new Instant[] {EARLIEST, WRITTEN.plus(Duration.ofDays(1))}) {
            for (TimeUnit unit : new TimeUnit[] {TimeUnit.MILLISECONDS, TimeUnit.SECONDS, TimeUnit.NANOSECONDS}) {
                long claimed = unit.convert(time.toEpochMilli(), TimeUnit.MILLISECONDS);
                assertThat(ClaimedTime.of(claimed, WRITTEN.toEpochMilli()))
                        .isEqualTo(new ClaimedTime(time, Finding.valueOf(unit.name())));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0, BEFORE_2000",
        "-1, BEFORE_2000",
        "-62135596800000, BEFORE_2000",
        "-9223372036854775808, BEFORE_2000",
        "10956, BEFORE_2000", // 1999-12-31 in days
        "20519, BEFORE_2000", // the day after tomorrow in days, which is not later than now as a number
        "946684799, BEFORE_2000",
        "946684799999, BEFORE_2000",
        "20260304, BEFORE_2000",
        "1772712000001, IN_FUTURE",
        "4102444800000, IN_FUTURE",
        "9223372036854775807, IN_FUTURE"
    })
    void shouldTakeTheRecordsTimeForOneThatCannotBe(long claimed, Finding finding) {
        assertThat(ClaimedTime.of(claimed, WRITTEN.toEpochMilli())).isEqualTo(new ClaimedTime(WRITTEN, finding));
    }

    @Test
    void shouldTakeTheRecordsTimeForNone() {
        assertThat(ClaimedTime.of(Instant.MAX, WRITTEN.toEpochMilli()).finding())
                .isEqualTo(Finding.IN_FUTURE);
        assertThat(ClaimedTime.of(Instant.MIN, WRITTEN.toEpochMilli()).finding())
                .isEqualTo(Finding.BEFORE_2000);
        assertThat(ClaimedTime.of(null, WRITTEN.toEpochMilli())).isEqualTo(new ClaimedTime(WRITTEN, Finding.NONE));
    }

    @Test
    void shouldNotTakeATimestampThatIsNotSetForATime() {
        assertThat(ClaimedTime.isPossible(-1)).isFalse();
        assertThat(ClaimedTime.isPossible(0)).isFalse();
        assertThat(ClaimedTime.isPossible(-62_135_596_800_000L)).isFalse();
        assertThat(ClaimedTime.possibleOr(-1, 7)).isEqualTo(7);
        assertThat(ClaimedTime.possibleOr(EARLIEST.toEpochMilli(), 7)).isEqualTo(EARLIEST.toEpochMilli());
    }
}
