package io.rolestream.models.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ManifestTest {
    @Test
    void shouldIgnoreWhatItDoesNotKnowAndFillInWhatIsMissing() throws Exception {
        String json = """
                {
                  "format": 1, "name": "roberta", "version": "1", "createdAt": "2026-11-22T10:00:00.123Z", "mood": "good",
                  "files": [{"path": "config.json", "bytes": 2, "sha256": "%s", "mode": "0644"}]
                }
                """.formatted("AB".repeat(32));
        assertThat(Manifest.parse(json.getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(new Manifest(
                        VersionDetails.of("roberta", "1"),
                        Instant.parse("2026-11-22T10:00:00.123Z"),
                        List.of(new VersionFile("config.json", 2, "ab".repeat(32)))));
    }
}
