package io.rolestream.local.services;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ConfigurationDocumentTest {
    private static final Path KEPT = Path.of("..", "docs", "CONFIGURATION.md");

    @Test
    void shouldBeTheOneInTheDocs() throws IOException {
        assertThat(Files.readString(KEPT).equals(ReferenceDocument.configuration()))
                .as(
                        "docs/CONFIGURATION.md is up to date; if not: ./rolestream config reference > docs/CONFIGURATION.md")
                .isTrue();
    }

    @Test
    void shouldTellOfEveryKey() {
        assertThat(Configuration.definitions().names())
                .allSatisfy(key -> assertThat(ReferenceDocument.configuration()).contains("\n| `" + key + "` | "));
    }
}
