package io.rolestream.engine.torch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class GpuMemoryTest {
    @Test
    void shouldTellOfEveryGpuThatTheDriverHas() {
        boolean driver = Files.exists(Path.of("/proc/driver/nvidia/version"));

        assertThat(GpuMemory.gpus() > 0).isEqualTo(driver);
        for (int gpu = 0; gpu < GpuMemory.gpus(); gpu++) {
            GpuMemory.Usage usage = GpuMemory.of(gpu).orElseThrow();
            assertThat(usage.totalBytes()).isGreaterThan(1L << 30);
            assertThat(usage.usedBytes()).isBetween(0L, usage.totalBytes());
        }
        assertThat(GpuMemory.of(GpuMemory.gpus())).isEmpty();
    }
}
