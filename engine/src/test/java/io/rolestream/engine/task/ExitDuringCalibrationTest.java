package io.rolestream.engine.task;

import io.rolestream.engine.torch.ExitingProcess;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A process that SIGTERM ends while it calibrates exits in order: native code never runs while PyTorch is freed. */
class ExitDuringCalibrationTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    @Test
    void shouldExitInOrder() throws Exception {
        stopAfter(1500);
    }

    @ParameterizedTest
    @Tag("full")
    @ValueSource(ints = {0, 200, 400, 700, 1000, 1300, 1700, 2200, 3000, 4000})
    void shouldExitInOrderAtEveryPoint(int millis) throws Exception {
        stopAfter(millis);
    }

    private void stopAfter(int millis) throws Exception {
        ExitingProcess.assertExitsInOrder(
                CalibrationLoop.class, Duration.ofMillis(millis), Duration.ofSeconds(60), directory);
    }
}
