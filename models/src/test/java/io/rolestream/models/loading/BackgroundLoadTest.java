package io.rolestream.models.loading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolestream.models.testing.Published;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackgroundLoadTest {
    @Test
    void shouldGiveUpALoadThatIsNotWantedAnyMore() throws Exception {
        CountDownLatch interrupted = new CountDownLatch(1);
        LoadedModel loaded = BackgroundLoad.load(
                () -> {
                    try {
                        TimeUnit.HOURS.sleep(1);
                    } finally {
                        interrupted.countDown();
                    }
                    throw new IllegalStateException("not interrupted");
                },
                () -> false);
        assertThat(loaded).isNull();
        assertThat(interrupted.await(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void shouldReturnTheModelAndPassOnFailures(@TempDir Path directory) throws Exception {
        Published published = Published.tiny(directory);
        try (LoadedModel loaded =
                BackgroundLoad.load(() -> published.loader(null).load(published.announcement()), () -> true)) {
            assertThat(loaded).isNotNull();
        }
        published.announcing(builder -> builder.setVersion("CON"));
        assertThatThrownBy(() ->
                        BackgroundLoad.load(() -> published.loader(null).load(published.announcement()), () -> true))
                .hasMessageContaining("CON");
    }
}
