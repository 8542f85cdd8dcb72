package io.rolestream.engine.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolestream.common.files.FileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PromptTemplateTest {
    @Test
    void shouldBeReadAsItWasWritten(@TempDir Path checkpoint) throws IOException {
        assertThat(PromptTemplate.read(checkpoint)).isNull();
        PromptTemplate template = new PromptTemplate("CV:\n{resume}\nJob: ");

        template.write(checkpoint);

        assertThat(PromptTemplate.read(checkpoint)).isEqualTo(template);
        assertThat(template.of("java {resume}")).isEqualTo("CV:\njava {resume}\nJob: ");
    }

    @Test
    void shouldRefuseWhatIsNoTemplate(@TempDir Path checkpoint) throws IOException {
        assertThatThrownBy(() -> new PromptTemplate("{resume} {resume}")).isInstanceOf(IllegalArgumentException.class);
        Files.writeString(checkpoint.resolve(PromptTemplate.FILE), "{\"template\": \"no place\"}");

        assertThatThrownBy(() -> PromptTemplate.read(checkpoint))
                .isInstanceOf(FileException.class)
                .hasMessageContainingAll(PromptTemplate.FILE, "a prompt needs {resume} once");
    }
}
