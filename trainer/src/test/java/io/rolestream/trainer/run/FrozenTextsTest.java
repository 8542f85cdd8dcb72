package io.rolestream.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolestream.trainer.labelling.TrainingText;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FrozenTextsTest {
    private static final String HASH = "0".repeat(32);

    @Test
    void shouldReadObservedVotesAndFilesOfEarlierVersionsWithoutThem(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("texts.gz");
        try (Writer out =
                new OutputStreamWriter(new GZIPOutputStream(Files.newOutputStream(file)), StandardCharsets.UTF_8)) {
            out.write("{\"hash\": \"%s\", \"text\": \"java\"}%n".formatted(HASH));
            out.write("{\"hash\": \"%s\", \"text\": \"c#\", \"observed\": {\"nli\": \"Other\"}}%n".formatted(HASH));
        }
        List<TrainingText> texts = new ArrayList<>();
        new FrozenTexts(file).forEach(texts::add);

        assertThat(texts)
                .containsExactly(
                        new TrainingText(HASH, "java", null, false),
                        new TrainingText(HASH, "c#", null, false, Map.of("nli", "Other")));
    }
}
