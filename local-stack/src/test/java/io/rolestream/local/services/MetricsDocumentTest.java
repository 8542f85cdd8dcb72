package io.rolestream.local.services;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class MetricsDocumentTest {
    private static final Path KEPT = Path.of("..", "docs", "METRICS.md");

    @Test
    void shouldBeTheOneInTheDocs() throws IOException {
        assertThat(Files.readString(KEPT).equals(ReferenceDocument.metrics()))
                .as("docs/METRICS.md is up to date; if not: ./rolestream metrics > docs/METRICS.md")
                .isTrue();
    }
}
