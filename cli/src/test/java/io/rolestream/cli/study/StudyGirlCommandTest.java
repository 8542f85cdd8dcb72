package io.rolestream.cli.study;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolestream.cli.support.ExitCode;
import io.rolestream.cli.testing.Cli;
import io.rolestream.cli.testing.Cli.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code study girl}; the figures are tested where they are computed. */
class StudyGirlCommandTest {
    private final Path directory;

    StudyGirlCommandTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    void shouldPrintTheFiguresAndWriteThem() throws Exception {
        Path out = directory.resolve("study");

        Result result = Cli.run("study", "girl", "--generated", "300", "--seed", "3", "-o", out.toString());

        assertThat(result.exitCode()).as(result.err()).isEqualTo(ExitCode.DONE);
        assertThat(result.out()).contains("GIRL's protocol on generated", "LogLoss", "resume and job", "constant");
        assertThat(Files.readString(out.resolve("girl.json"))).contains("\"aucDifference\"");
        assertThat(out.resolve("girl-predictions.jsonl")).content().contains("\"applied\":true");
        assertThat(Files.readString(out.resolve("girl.html"))).contains("with a real posting instead");
    }

    @Test
    void shouldSayWhichOptionsBelongTogether() {
        Result result = Cli.run("study", "girl", "--resumes", "resumes.csv");

        assertThat(result.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(result.err()).contains("--resumes, --jobs and --feedback belong together");
        assertThat(Cli.run("study", "girl", "--resumes", "r", "--jobs", "j", "--feedback", "f", "--seed", "3")
                        .err())
                .contains("--generated and --seed are for generated data");
        assertThat(Cli.run("study", "girl", "--generator", "a", "--descriptions", "b")
                        .err())
                .contains("name one of --generator and --descriptions");
    }
}
