package io.rolestream.common.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolestream.schemas.registry.InMemorySchemaRegistry;
import io.rolestream.schemas.registry.SchemaRegistry;
import io.rolestream.schemas.registry.SchemaRegistryUnavailableException;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

/** How long a question that a registry does not answer counts as open. */
class WatchedRegistryTest {
    private static final Duration FORGET_AFTER = Duration.ofMillis(200);
    private static final Schema SCHEMA = Schema.create(Schema.Type.STRING);

    private final SlowRegistry slow = new SlowRegistry();
    private final WatchedRegistry registry = new WatchedRegistry(slow, FORGET_AFTER);

    @Test
    void shouldWaitWhileAFailedQuestionIsAskedAgainForLong() throws Exception {
        fail();
        slow.isAway = false;
        var answer = CompletableFuture.supplyAsync(() -> registry.register("a-value", SCHEMA));
        assertThat(slow.asked.await(10, TimeUnit.SECONDS)).isTrue();
        Thread.sleep(2 * FORGET_AFTER.toMillis());
        assertThat(registry.waitsFor()).contains("away");

        slow.answers.countDown();
        assertThat(answer.get(10, TimeUnit.SECONDS)).isPositive();
        assertThat(registry.waitsFor()).isNull();
    }

    @Test
    void shouldForgetAQuestionThatIsNotRepeated() throws Exception {
        fail();
        assertThat(registry.waitsFor()).contains("away");
        Thread.sleep(2 * FORGET_AFTER.toMillis());
        assertThat(registry.waitsFor()).isNull();
    }

    private void fail() {
        assertThatThrownBy(() -> registry.register("a-value", SCHEMA))
                .isInstanceOf(SchemaRegistryUnavailableException.class);
    }

    /** Away, then slow. */
    private static final class SlowRegistry implements SchemaRegistry {
        private final SchemaRegistry registry = new InMemorySchemaRegistry();
        private final CountDownLatch asked = new CountDownLatch(1);
        private final CountDownLatch answers = new CountDownLatch(1);
        private volatile boolean isAway = true;

        @Override
        public int register(String subject, Schema schema) {
            if (isAway) {
                throw new SchemaRegistryUnavailableException("away", null);
            }
            asked.countDown();
            try {
                answers.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return registry.register(subject, schema);
        }

        @Override
        public Schema byId(String subject, int id) {
            return registry.byId(subject, id);
        }

        @Override
        public Schema byGuid(String subject, UUID guid) {
            return registry.byGuid(subject, guid);
        }
    }
}
