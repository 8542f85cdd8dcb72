package io.rolestream.local.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolestream.common.clients.Cluster;
import io.rolestream.common.config.ConfigurationException;
import io.rolestream.common.config.Settings;
import io.rolestream.events.Resume;
import io.rolestream.schemas.reading.Reading.Readable;
import io.rolestream.schemas.registry.InMemorySchemaRegistry;
import io.rolestream.schemas.resume.ReadableResume;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JudgedPartTest {
    private static final Resume RESUME = Resume.newBuilder()
            .setResumeId("r-1")
            .setSkills("Java")
            .setText("I cook")
            .build();

    @Test
    void shouldJudgeThePartThatTheSettingNames() {
        assertThat(judged(Map.of())).isEqualTo("Java");
        assertThat(judged(Map.of("resumes.judged", "text"))).isEqualTo("I cook");
        assertThat(judged(Map.of("resumes.judged", "both"))).isEqualTo("Java\nI cook");
    }

    @Test
    void shouldRefuseAnotherPart() {
        assertThatThrownBy(() -> judged(Map.of("resumes.judged", "title")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("resumes.judged")
                .hasMessageContaining("skills, text, both");
    }

    private static String judged(Map<String, String> values) {
        Settings settings = Settings.of(Configuration.definitions(), values);
        Cluster cluster = Cluster.of(settings, new InMemorySchemaRegistry());
        if (Configuration.resumeReader(settings, cluster).read(RESUME, 0)
                instanceof Readable<ReadableResume> readable) {
            return readable.value().judgedText();
        }
        throw new AssertionError("unreadable");
    }
}
