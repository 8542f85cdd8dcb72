package io.rolestream.stream.worker;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

class WorkerFailuresTest {
    private final WorkerFailures failures = new WorkerFailures();

    @Test
    void shouldTolerateAFewFailures() {
        assertThatCode(() -> failures.tolerate(new TimeoutException("away"))).doesNotThrowAnyException();
    }

    @Test
    void shouldGiveUpWhenFailuresPersist() {
        assertThatThrownBy(() -> {
                    for (int i = 0; i < 100; i++) {
                        failures.tolerate(new TimeoutException("away"));
                    }
                })
                .isInstanceOf(TimeoutException.class);
    }

    @Test
    void shouldTakeRebalancesForNoFailure() {
        assertThatCode(() -> {
                    for (int i = 0; i < 100; i++) {
                        failures.tolerate(new CommitFailedException());
                    }
                })
                .doesNotThrowAnyException();
    }

    @Test
    void shouldGiveUpAtOnceWhereAnotherHasItsName() {
        assertThatThrownBy(() -> failures.tolerate(new FencedInstanceIdException("another")))
                .isInstanceOf(FencedInstanceIdException.class);
    }

    @Test
    void shouldGiveUpAtOnceWithABrokenEngine() {
        assertThatThrownBy(() -> failures.tolerate(new ModelGoneException(true, new IllegalStateException())))
                .isInstanceOf(ModelGoneException.class);
    }
}
