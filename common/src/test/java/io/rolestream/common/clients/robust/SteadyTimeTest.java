package io.rolestream.common.clients.robust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.Test;

class SteadyTimeTest {
    private static final long START = 1_800_000_000_000L;

    private long wall = START;
    private long nanos = 77;
    private final SteadyTime time = new SteadyTime(() -> wall, () -> nanos);
    private final ClockSteps steps = new ClockSteps(() -> wall, () -> nanos);

    @Test
    void shouldFollowTheWallClock() {
        pass(Duration.ofSeconds(30));

        assertThat(time.milliseconds()).isEqualTo(wall);
        assertThat(steps.setBack()).isZero();
    }

    @Test
    void shouldPassAtHalfTheSpeedAfterTheClockWasSetBackUntilItHasCaughtUp() {
        set(Duration.ofHours(-1));
        assertThat(time.milliseconds()).isEqualTo(START);
        assertThat(steps.setBack()).isEqualTo(Duration.ofHours(1));
        assertThat(steps.setBack()).isZero();

        pass(Duration.ofSeconds(60));
        assertThat(time.milliseconds()).isEqualTo(START + 30_000);

        pass(Duration.ofHours(3));
        assertThat(time.milliseconds()).isEqualTo(wall);
    }

    @Test
    void shouldReplaceClientsUntilThatSucceedsAfterTheClockWasSetBack() {
        List<Duration> attempts = new ArrayList<>();
        steps.ifSetBack(attempts::add);
        assertThat(attempts).isEmpty();

        set(Duration.ofHours(-1));
        assertThatThrownBy(() -> steps.ifSetBack(setBack -> {
                    throw new KafkaException("no address");
                }))
                .isInstanceOf(KafkaException.class);
        steps.ifSetBack(attempts::add);
        steps.ifSetBack(attempts::add);

        assertThat(attempts).containsExactly(Duration.ofHours(1));
    }

    @Test
    void shouldNotFollowAJumpOf100Days() {
        set(Duration.ofDays(100));
        pass(Duration.ofSeconds(5));
        assertThat(time.milliseconds()).isEqualTo(START + 5_000);

        set(Duration.ofDays(-100));
        pass(Duration.ofSeconds(5));
        assertThat(time.milliseconds()).isEqualTo(wall);
    }

    @Test
    void shouldCatchUpAfterTheMachineSlept() {
        set(Duration.ofHours(8));

        assertThat(time.milliseconds()).isEqualTo(wall);
    }

    private void set(Duration step) {
        wall += step.toMillis();
    }

    private void pass(Duration real) {
        wall += real.toMillis();
        nanos += real.toNanos();
    }
}
