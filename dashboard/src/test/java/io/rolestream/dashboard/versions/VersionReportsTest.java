package io.rolestream.dashboard.versions;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolestream.events.ModelVersion;
import io.rolestream.schemas.serde.GeneratedRecords;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class VersionReportsTest {
    private static final ModelVersion VERSION;

    static {
        GeneratedRecords.trust();
        VERSION = ModelVersion.newBuilder().setName("roberta").setVersion("v1").build();
    }

    /** A store that does not answer, in its own way. */
    private abstract static class Away implements VersionReports.Source {
        final AtomicInteger asked = new AtomicInteger();

        @Override
        public byte @Nullable [] load(ModelVersion version) throws IOException, InterruptedException {
            asked.incrementAndGet();
            fail();
            return null;
        }

        abstract void fail() throws IOException, InterruptedException;

        @Override
        public void close() {}
    }

    @Test
    void shouldNotTryAgainAtOnceWhatFailed() throws Exception {
        Away away = new Away() {
            @Override
            void fail() throws IOException {
                throw new IOException("the store is away");
            }
        };
        try (VersionReports reports = new VersionReports(away, Duration.ofSeconds(5))) {
            assertThat(reports.of(VERSION).problem()).contains("the store is away");
            assertThat(reports.of(VERSION).problem()).contains("the store is away");
        }
        assertThat(away.asked).hasValue(1);
    }

    @Test
    void shouldNotWaitLongForAnotherRequest() throws Exception {
        CountDownLatch reading = new CountDownLatch(1);
        CountDownLatch answered = new CountDownLatch(1);
        Away slow = new Away() {
            @Override
            void fail() throws InterruptedException {
                reading.countDown();
                answered.await();
            }
        };
        try (VersionReports reports = new VersionReports(slow, Duration.ofMillis(10))) {
            CompletableFuture<String> first = CompletableFuture.supplyAsync(() -> {
                try {
                    return reports.of(VERSION).problem();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            });
            reading.await();

            assertThat(reports.of(VERSION).problem()).contains("try again");

            answered.countDown();
            assertThat(first.get()).contains("has no evaluation");
        }
    }
}
