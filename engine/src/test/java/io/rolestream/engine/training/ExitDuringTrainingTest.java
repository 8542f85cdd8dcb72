package io.rolestream.engine.training;

import io.rolestream.engine.torch.ExitingProcess;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that SIGTERM ends during a step of minutes does not wait for its end, and does not crash in it. */
class ExitDuringTrainingTest {
    @Test
    void shouldExitInOrder(@TempDir Path directory) throws Exception {
        ExitingProcess.assertExitsInOrder(LongStep.class, Duration.ofMillis(500), Duration.ofSeconds(15), directory);
    }
}
