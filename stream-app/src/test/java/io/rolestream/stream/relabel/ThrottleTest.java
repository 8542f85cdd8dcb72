package io.rolestream.stream.relabel;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ThrottleTest {
    @Test
    void shouldLetNoMoreThroughThanItsRate() {
        Throttle throttle = new Throttle(1_000);
        long start = System.nanoTime();
        for (int i = 0; i < 100; i++) {
            throttle.await();
        }

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(90));
    }

    @Test
    void shouldNotMakeUpForAPauseInABurst() throws InterruptedException {
        Throttle throttle = new Throttle(100);
        throttle.await();
        Thread.sleep(200);
        long start = System.nanoTime();
        for (int i = 0; i < 6; i++) {
            throttle.await();
        }

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(40));
    }
}
