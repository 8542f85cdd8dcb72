package io.rolestream.common.loop;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolestream.common.config.ConfigurationException;
import io.rolestream.common.reading.OwnGroup;
import io.rolestream.common.service.CommandFailedException;
import io.rolestream.schemas.registry.SchemaRegistryUnavailableException;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.InconsistentGroupProtocolException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

class LoopFailuresTest {
    private final LoopFailures failures = new LoopFailures(
            "worker",
            new OwnGroup("workers", "worker.group.id", "workers", null),
            "w1",
            failure -> failure instanceof IllegalStateException);

    @Test
    void shouldNameTheSettingWhenTheGroupHasOtherMembers() {
        assertThatThrownBy(() -> failures.tolerate(new InconsistentGroupProtocolException("other")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("workers")
                .hasMessageContaining("set worker.group.id");
    }

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
    void shouldWaitForAnAbsentRegistryAsLongAsItTakes() {
        var away = new KafkaException(new SchemaRegistryUnavailableException("away", null));
        assertThatCode(() -> {
                    for (int i = 0; i < 100; i++) {
                        failures.tolerate(away);
                    }
                })
                .doesNotThrowAnyException();
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
                .isInstanceOf(CommandFailedException.class)
                .hasMessageContaining("instance.id=w1");
    }

    @Test
    void shouldGiveUpAtOnceOnWhatItsStepCannotWorkAfter() {
        assertThatThrownBy(() -> failures.tolerate(new IllegalStateException("broken")))
                .isInstanceOf(IllegalStateException.class);
    }
}
