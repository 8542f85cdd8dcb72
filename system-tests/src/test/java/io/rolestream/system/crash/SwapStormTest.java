package io.rolestream.system.crash;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A worker takes up one champion after the other without an interruption. */
class SwapStormTest {
    private final Path directory;

    SwapStormTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    @Timeout(180)
    @Tag("full")
    void shouldVoteOnThroughSwaps() throws Exception {
        SwapStorm.run("swaps", directory, 3, 10);
    }

    @Test
    @Tag("chaos")
    @Timeout(1_800)
    void shouldVoteOnThroughAStormOfSwaps() throws Exception {
        SwapStorm.run("swap-storm", directory, 50, 500);
    }
}
