package io.rolestream.files.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolestream.files.bytes.InputException;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DescriptionsFileTest {
    private static final String LINE = "{\"resumeId\": \"r1\", \"text\": \"Zoë\", \"description\": \"Café\"}\n";

    private final Path file;

    DescriptionsFileTest(@TempDir Path directory) {
        this.file = directory.resolve("descriptions.jsonl");
    }

    private Path write(String content, Charset charset) throws IOException {
        return Files.writeString(file, content, charset);
    }

    @Test
    void shouldReadUtf8AndGiveLinesWithoutAnIdTheirNumber() throws IOException {
        var read = DescriptionsFile.read(
                write(LINE + "\n{\"skills\": \"java\", \"description\": \"x\"}\n", StandardCharsets.UTF_8),
                "description");

        assertThat(read).hasSize(2);
        assertThat(read.get(0).description()).isEqualTo("Café");
        assertThat(read.get(1).resume().resumeId()).isEqualTo("line 3");
    }

    @Test
    void shouldNameTheLineThatIsNotUtf8() throws IOException {
        write("{\"skills\": \"java\", \"description\": \"x\"}\n" + LINE, StandardCharsets.ISO_8859_1);

        assertThatThrownBy(() -> DescriptionsFile.read(file, "description"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("descriptions.jsonl, line 2 is not valid UTF-8");
    }

    @Test
    void shouldNameTheLineThatIsNotJsonWithoutQuotingIt() throws IOException {
        write(LINE + "{\"text\": SecretName}\n", StandardCharsets.UTF_8);

        assertThatThrownBy(() -> DescriptionsFile.read(file, "description"))
                .hasMessageContaining("descriptions.jsonl, line 2 is not valid JSON")
                .hasMessageNotContaining("SecretName")
                .hasNoCause();
    }

    @Test
    void shouldSayThatAFileIsMissing() {
        assertThatThrownBy(() -> DescriptionsFile.read(file, "description"))
                .hasMessageContaining("no such file (looked for");
    }
}
