package io.rolestream.common.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class StatusReportTest {
    private long nanos = 77;
    private final StatusReport.Pace pace = new StatusReport.Pace(() -> nanos);

    @Test
    void shouldRepeatAReportWhateverTheWallClockSays() {
        assertThat(pace.isDue(true, false)).isTrue();
        pass(Duration.ofSeconds(29));
        assertThat(pace.isDue(false, false)).isFalse();

        pass(Duration.ofSeconds(1));

        assertThat(pace.isDue(false, false)).isTrue();
        assertThat(pace.isDue(false, false)).isFalse();
    }

    @Test
    void shouldReportAChangeWithinASecond() {
        assertThat(pace.isDue(false, true)).isTrue();
        assertThat(pace.isDue(true, false)).isFalse();

        pass(Duration.ofSeconds(1));

        assertThat(pace.isDue(true, false)).isTrue();
    }

    private void pass(Duration time) {
        nanos += time.toNanos();
    }
}
