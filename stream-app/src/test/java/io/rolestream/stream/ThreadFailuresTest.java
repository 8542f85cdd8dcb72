package io.rolestream.stream;

import static org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse.REPLACE_THREAD;
import static org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
import static org.assertj.core.api.Assertions.assertThat;

import io.rolestream.common.service.CommandFailedException;
import io.rolestream.common.service.FailureBudget;
import io.rolestream.schemas.registry.SchemaRegistryUnavailableException;
import java.time.Instant;
import org.apache.kafka.streams.errors.StreamsException;
import org.junit.jupiter.api.Test;

class ThreadFailuresTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final RuntimeException FAILURE = new RuntimeException("the store is broken");

    private final ThreadFailures failures = new ThreadFailures(failure ->
            failure instanceof IllegalStateException ? new CommandFailedException("change a setting") : null);

    @Test
    void shouldReplaceAThreadThatDied() {
        assertThat(failures.record(FAILURE, NOW)).isEqualTo(REPLACE_THREAD);
        assertThat(failures.last()).isSameAs(FAILURE);
    }

    @Test
    void shouldGiveUpWhenThreadsKeepDying() {
        for (int i = 0; i < FailureBudget.TOLERATED; i++) {
            assertThat(failures.record(FAILURE, NOW.plusSeconds(i))).isEqualTo(REPLACE_THREAD);
        }

        assertThat(failures.record(FAILURE, NOW.plusSeconds(20))).isEqualTo(SHUTDOWN_CLIENT);
    }

    @Test
    void shouldWaitForARegistryThatIsAway() {
        var away = new StreamsException(new SchemaRegistryUnavailableException("away", null));
        for (int i = 0; i <= 2 * FailureBudget.TOLERATED; i++) {
            assertThat(failures.record(away, NOW)).isEqualTo(REPLACE_THREAD);
        }
    }

    @Test
    void shouldForgiveWhatIsLongAgo() {
        for (int i = 0; i < FailureBudget.TOLERATED; i++) {
            failures.record(FAILURE, NOW);
        }

        Instant later = NOW.plus(FailureBudget.WITHIN).plusMillis(1);
        assertThat(failures.record(FAILURE, later)).isEqualTo(REPLACE_THREAD);
    }

    @Test
    void shouldGiveUpAtOnceOnAFailureThatANewThreadWouldRepeat() {
        assertThat(failures.record(new IllegalStateException(), NOW)).isEqualTo(SHUTDOWN_CLIENT);
        assertThat(failures.last()).hasMessage("change a setting");
    }

    @Test
    void shouldGiveUpAtOnceOnAnError() {
        assertThat(failures.record(new OutOfMemoryError(), NOW)).isEqualTo(SHUTDOWN_CLIENT);
    }
}
