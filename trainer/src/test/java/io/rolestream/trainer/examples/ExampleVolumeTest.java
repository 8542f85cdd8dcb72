package io.rolestream.trainer.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExampleVolumeTest {
    @Test
    @Tag("full")
    void shouldTakeManyRecordsInASmallHeap(@TempDir Path directory) throws Exception {
        try (ChildJvm child = ChildJvm.start(
                directory.resolve("output"),
                VolumeProcess.class,
                directory.resolve("store").toString(),
                "300000")) {
            int exitCode = child.awaitEnd();
            System.out.println(child.output());
            assertThat(exitCode).as(child.output()).isZero();
            assertThat(child.output()).contains("written: 300000 rows", "texts of");
        }
    }
}
