package io.rolestream.schemas.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolestream.events.LabelVote;
import io.rolestream.events.Resume;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class PortableSchemaTest {
    @Test
    void shouldEqualTheSchemaThatPeopleRead() throws IOException {
        String text = Files.readString(Path.of("src/main/avro/Resume.avsc"));
        assertThat(PortableSchema.of(Resume.getClassSchema()).toString())
                .isEqualTo(PortableSchema.parse(text).toString());
    }

    @Test
    void shouldLeaveNoJavaPropertiesBehind() {
        assertThat(LabelVote.getClassSchema().toString()).contains("avro.java.string");
        assertThat(PortableSchema.of(LabelVote.getClassSchema()).toString()).doesNotContain("avro.java");
    }
}
