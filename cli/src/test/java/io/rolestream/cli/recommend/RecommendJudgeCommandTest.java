package io.rolestream.cli.recommend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rolestream.cli.support.ExitCode;
import io.rolestream.cli.testing.Cli;
import io.rolestream.cli.testing.Cli.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecommendJudgeCommandTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    private Path file;

    @BeforeEach
    void writeFile() throws IOException {
        file = Files.writeString(directory.resolve("descriptions.jsonl"), """
                {"skills": "AWS, Terraform", "role": "Cloud Engineer", "description": "Cloud Engineer for AWS and Terraform", "other": "Cook"}
                {"skills": "SIEM, Splunk", "role": "Cybersecurity Analyst", "description": "Splunk and SIEM", "other": "Splunk"}
                """);
    }

    @Test
    void shouldCompareTwoDescriptionsOfEachResume() throws IOException {
        Path json = directory.resolve("report.json");

        Result result = judge("--versus", "other", "-o", json.toString());

        assertThat(result.exitCode()).as(result.err()).isEqualTo(ExitCode.DONE);
        assertThat(result.out())
                .contains("Descriptions, 2 resumes, 2 lines", "difference", "invented skills")
                .containsPattern("skill F1 +1\\.000 \\[0\\.342, 1\\.000\\] +0\\.333 ");
        JsonNode recall =
                new ObjectMapper().readTree(json.toFile()).path("measures").path("skillRecall");
        assertThat(recall.path("other").path("value").asDouble()).isEqualTo(0.25);
        assertThat(recall.path("winRate").path("value").asDouble()).isEqualTo(1);
    }

    @Test
    void shouldNameTheLineThatLacksADescription() {
        Result result = judge("--column", "text2");

        assertThat(result.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(result.err()).contains("descriptions.jsonl, line 1 has no text \"text2\"");
    }

    @Test
    void shouldRefuseAnOutputThatCannotBeWrittenBeforeItJudges() {
        Result result = judge("--column", "text2", "-o", directory.toString());

        assertThat(result.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(result.err()).contains("is a directory; name a file in it").doesNotContain("text2");
        assertThat(judge("-o", file.resolve("report.json").toString()).err())
                .contains("descriptions.jsonl is not a directory; choose another place");
    }

    @Test
    void shouldNotCallMissingRulesAWrongOption() {
        Result result = judge("--rules", directory.resolve("none.yaml").toString());

        assertThat(result.err()).contains("none.yaml").doesNotContain("--help");
    }

    @Test
    void shouldRefuseTheRewardAsItsOwnJudge() {
        Result result = judge("--judge", directory.toString(), "--reward", directory.toString());

        assertThat(result.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(result.err()).contains("the judge is the reward model itself");
    }

    private Result judge(String... options) {
        String[] arguments = new String[options.length + 3];
        arguments[0] = "recommend";
        arguments[1] = "judge";
        arguments[2] = file.toString();
        System.arraycopy(options, 0, arguments, 3, options.length);
        return Cli.run(arguments);
    }
}
