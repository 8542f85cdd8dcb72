package io.rolestream.models.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class VersionListingTest {
    private static final VersionFile FIRST = new VersionFile("config.json", 2, "ab".repeat(32));
    private static final VersionFile SECOND = new VersionFile("model.safetensors", 70, "cd".repeat(32));

    private static String statement(String location, VersionFile... files) {
        var version = new VersionListing("roberta", "20261122-1", location, List.of(files), null);
        return new String(version.statement(), StandardCharsets.UTF_8);
    }

    @Test
    void shouldStateNameVersionAndFiles() {
        assertThat(statement("roberta/20261122-1", SECOND, FIRST))
                .isEqualTo("""
                        rolestream-model-version-1
                        name roberta
                        version 20261122-1
                        file %s 2 config.json
                        file %s 70 model.safetensors
                        """.formatted("ab".repeat(32), "cd".repeat(32)));
    }

    @Test
    void shouldStateTheSameInEveryMirror() {
        assertThat(statement("a", FIRST, SECOND)).isEqualTo(statement("b", SECOND, FIRST));
    }
}
