package io.rolestream.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolestream.events.Resume;
import io.rolestream.events.RoleCorrection;
import io.rolestream.events.Vote;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedSchemaRegistryTest {
    @TempDir
    Path directory = Path.of("");

    @Test
    void shouldRememberIdsAndVersions() {
        var first = open();
        int resume = first.register("resumes-value", Resume.getClassSchema());
        int vote = first.register("votes-value", Vote.getClassSchema());
        var second = open();
        assertThat(second.versions("resumes-value")).isEqualTo(first.versions("resumes-value"));
        assertThat(second.register("resumes-value", Resume.getClassSchema())).isEqualTo(resume);
        assertThat(second.byId(vote)).isEqualTo(first.byId(vote));
        assertThat(second.register("role-corrections-value", RoleCorrection.getClassSchema()))
                .isEqualTo(3);
    }

    @Test
    void shouldPassOverAWriteThatACrashCutOff() throws Exception {
        int id = open().register("resumes-value", Resume.getClassSchema());
        Files.writeString(directory.resolve("schemas.json.new"), "[{\"subject\": \"resu");
        assertThat(open().register("resumes-value", Resume.getClassSchema())).isEqualTo(id);
        assertThat(open().register("votes-value", Vote.getClassSchema())).isEqualTo(id + 1);
    }

    @Test
    void shouldNotStartWithoutItsSchemasWhenTheFileIsDamaged() throws Exception {
        open().register("resumes-value", Resume.getClassSchema());
        Files.writeString(directory.resolve("schemas.json"), "[{");
        assertThatThrownBy(this::open)
                .isInstanceOf(EmbeddedKafkaException.class)
                .hasMessageContaining("schemas.json")
                .hasMessageContaining("restore the file");
    }

    @Test
    void shouldNotGiveAnIdThatItCouldNotWriteDown() throws Exception {
        var registry = open();
        Files.createDirectories(directory.resolve("schemas.json").resolve("in-the-way"));
        assertThatThrownBy(() -> registry.register("resumes-value", Resume.getClassSchema()))
                .isInstanceOf(EmbeddedKafkaException.class);
        assertThat(registry.subjects()).isEmpty();
    }

    private EmbeddedSchemaRegistry open() {
        return EmbeddedSchemaRegistry.open(directory.resolve("schemas.json"));
    }
}
