package io.rolestream.trainer.matching.sources;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolestream.files.bytes.InputException;
import io.rolestream.trainer.matching.GradedMatch;
import io.rolestream.trainer.matching.MatchingData;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PairsFileTest {
    private final Path file;

    PairsFileTest(@TempDir Path folder) {
        file = folder.resolve("pairs.jsonl");
    }

    @Test
    void shouldSayThatTheFileIsMissing() {
        assertThatThrownBy(() -> PairsFile.read(file))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("pairs.jsonl: no such file (looked for ");
    }

    @Test
    void shouldSayThatTheFileIsNotUtf8() throws IOException {
        Files.writeString(
                file, "{\"skills\": \"caf\u00e9\", \"title\": \"x\", \"grade\": 1}", StandardCharsets.ISO_8859_1);

        assertThatThrownBy(() -> PairsFile.read(file))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("pairs.jsonl can't be read: it is not valid UTF-8");
    }

    @Test
    void shouldTakeEqualTextsForOneResumeAndOneJob() throws IOException {
        Files.writeString(file, """
                {"skills": "java, spring", "title": "Java developer", "grade": 3}
                {"skills": "java, spring", "title": "Data engineer", "description": "etl", "grade": 0}

                {"text": "a resume", "title": "Java developer", "action": "applied", "position": 2}
                """);

        MatchingData data = PairsFile.read(file);

        assertThat(data.resumes()).hasSize(2);
        assertThat(data.jobs()).hasSize(2);
        assertThat(data.matches()).extracting(GradedMatch::grade).containsExactly(3, 0, 2);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {"skills": "java"                                    | is not valid JSON
                    []                                                   | is not a JSON object
                    {"title": "x", "grade": 1}                           | has neither skills nor text of a resume
                    {"skills": "x", "grade": 1}                          | has neither title, jobSkills nor description of a job
                    {"skills": "x", "title": "y"}                        | needs either a grade (0 to 3) or an action
                    {"skills": "x", "title": "y", "grade": 4}            | has the grade 4; expected 0 to 3
                    {"skills": "x", "title": "y", "grade": "good"}       | has the grade "good"; expected 0 to 3
                    {"skills": "x", "title": "y", "action": "liked"}     | has the action "liked"; expected shown
                    {"skills": 7, "title": "y", "grade": 1}              | has a skills that is not a text
                    """)
    void shouldNameTheLineOfWhatIsNoPair(String row, String said) throws IOException {
        Files.writeString(file, "{\"skills\": \"java\", \"title\": \"x\", \"grade\": 1}\n" + row + "\n");

        assertThatThrownBy(() -> PairsFile.read(file))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("pairs.jsonl, line 2: " + said);
    }
}
