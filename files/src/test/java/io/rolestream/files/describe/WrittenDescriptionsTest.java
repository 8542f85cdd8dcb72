package io.rolestream.files.describe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolestream.files.bytes.InputException;
import io.rolestream.matching.profile.Candidate;
import io.rolestream.matching.profile.GeneratedDescription;
import io.rolestream.matching.profile.Profile;
import io.rolestream.matching.profile.Profiler;
import io.rolestream.matching.profile.RoleBelief;
import io.rolestream.matching.ranking.RankingSettings;
import io.rolestream.matching.skills.SkillVocabulary;
import io.rolestream.rules.role.Taxonomy;
import io.rolestream.rules.ruleset.RuleSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WrittenDescriptionsTest {
    private static final RuleSet RULES = RuleSet.load(RuleSet.DEFAULT, Taxonomy.standard());

    private final Path file;

    WrittenDescriptionsTest(@TempDir Path directory) {
        this.file = directory.resolve("written.jsonl");
    }

    private WrittenDescriptions read(String content) throws IOException {
        return WrittenDescriptions.read(Files.writeString(file, content));
    }

    private static Profile resume(String id) {
        return new Profiler(
                        RULES,
                        SkillVocabulary.of(RULES),
                        RankingSettings.defaults().belief())
                .of(new Candidate(id, "java", null, null), RoleBelief.unknown());
    }

    @Test
    void shouldReadWhatWasGeneratedElsewhere() throws Exception {
        WrittenDescriptions written = read("""
            {"resumeId": "r1", "description": "Java", "generator": "w@1", "seed": 7, "finished": false}

            {"resumeId": "r2", "description": ""}
            """);

        assertThat(Objects.requireNonNull(written.of(resume("r1"))).join())
                .isEqualTo(new GeneratedDescription("Java", "w@1", 7, false));
        assertThat(Objects.requireNonNull(written.of(resume("r2"))).join())
                .isEqualTo(new GeneratedDescription("", "written.jsonl", 0, true));
        assertThat(written.of(resume("r3"))).isNull();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                {"description": "x"} | line 1 has no resumeId
                {"resumeId": "r1"} | line 1 has no text "description"
                {"resumeId": "r1", "description": "x", "seed": 0.5} | line 1 has a seed that is not a whole number
                {"resumeId": "r1", "description": Secret} | line 1 is not valid JSON
                """)
    void shouldNameTheLineThatIsWrong(String line, String message) {
        assertThatThrownBy(() -> read(line))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("written.jsonl, " + message)
                .hasMessageNotContaining("Secret");
    }

    @Test
    void shouldRefuseALineAndADescriptionThatAreTooLong() {
        String line = "{\"resumeId\": \"r1\", \"description\": \"x\"}\r\n";

        assertThatThrownBy(() -> read(line + line.replace("r1", "r2").replace("x", "x".repeat(100_001))))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("written.jsonl, line 2 has a description of more than 100000 characters");
        assertThatThrownBy(() -> read(line + " ".repeat((1 << 20) + 1)))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("written.jsonl, line 2 has more than 1048576 bytes");
    }

    @Test
    void shouldRefuseTwoDescriptionsOfAResumeAndAnEmptyFile() {
        String line = "{\"resumeId\": \"r1\", \"description\": \"x\"}\n";

        assertThatThrownBy(() -> read(line + line)).hasMessageContaining("line 2 describes a resume for the second");
        assertThatThrownBy(() -> read("\n")).hasMessageContaining("has no lines");
    }
}
