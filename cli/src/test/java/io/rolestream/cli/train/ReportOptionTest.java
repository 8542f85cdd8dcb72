package io.rolestream.cli.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolestream.cli.support.ExitCode;
import io.rolestream.cli.testing.ChildCommand;
import io.rolestream.cli.testing.Cli;
import io.rolestream.cli.testing.Cli.Result;
import io.rolestream.cli.testing.SharedStack;
import io.rolestream.events.TrainerStatus;
import io.rolestream.models.testing.TinyModel;
import io.rolestream.rules.role.Taxonomy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code --report} of trainings that need no cluster, on one. */
class ReportOptionTest {
    private final Path directory;

    ReportOptionTest(@TempDir Path directory) throws IOException {
        this.directory = directory;
        TinyModel.write(directory.resolve("base"), Taxonomy.standard().names(), 1, null);
    }

    /** @return the options of a training of a tiny base, and these */
    private String[] command(String name, String... options) {
        List<String> command = new ArrayList<>(List.of("train"));
        command.addAll(List.of(options));
        command.addAll(List.of("--base", directory.resolve("base").toString()));
        command.addAll(List.of("--out", directory.resolve(name).toString()));
        return command.toArray(String[]::new);
    }

    @Test
    void shouldShowATrainingOnAFileOfResumes() throws IOException {
        Path data = directory.resolve("resumes.jsonl");
        Files.writeString(data, Cli.run("generate", "--count", "300").out());

        Result result = Cli.onCluster(
                command("classifier-1", "--once", "--data", data.toString(), "--report", "-s", "recipe.epochs=4"));

        assertThat(result.exitCode()).as(result.err()).isEqualTo(ExitCode.DONE);
        assertThat(Reported.of("classifier-1"))
                .extracting(TrainerStatus::getStage)
                .startsWith("reading")
                .containsAnyOf("labelling", "adapting", "fine-tuning", "evaluating", "judging");
    }

    @ParameterizedTest
    @ValueSource(strings = {"matcher", "reward"})
    void shouldShowATrainingOnPairs(String model) {
        Result result = Cli.onCluster(command(model + "-1", model, "--generated", "200", "--epochs", "1", "--report"));

        assertThat(result.exitCode()).as(result.err()).isEqualTo(ExitCode.DONE);
        assertThat(Reported.of(model + "-1"))
                .extracting(TrainerStatus::getStage)
                .startsWith("reading")
                .containsAnyOf("fine-tuning", "evaluating", "judging");
    }

    @Test
    @Tag("full")
    @DisabledOnOs(OS.WINDOWS)
    void shouldWithdrawTheReportAfterCtrlC() throws Exception {
        Path data = directory.resolve("resumes.jsonl");
        Files.writeString(data, Cli.run("generate", "--count", "300").out());
        String[] command = Stream.concat(
                        Stream.of(command(
                                "stopped-1", "--once", "--data", data + "", "--report", "-s", "recipe.epochs=400")),
                        SharedStack.options().stream())
                .toArray(String[]::new);

        try (ChildCommand child = new ChildCommand(directory.resolve("process"), command)) {
            child.awaitErr("epoch");
            assertThat(child.interrupt()).as(child.err()).isEqualTo(ExitCode.INTERRUPTED);
            assertThat(Reported.of("stopped-1", child.process().pid())).isNotEmpty();
        }
    }

    @Test
    void shouldRefuseItWhereATrainerReportsByItself() {
        Result result = Cli.onCluster("train", "--once", "--report");

        assertThat(result.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(result.err()).contains("--report goes with --once --data");
    }

    @Test
    @Tag("full")
    void shouldSayThatKafkaDoesNotAnswerBeforeItTrains() {
        Result result = Cli.run(command(
                "matcher-1", "matcher", "--generated", "200", "--epochs", "1", "--report", "-b", "127.0.0.1:1"));

        assertThat(result.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(result.err()).contains("127.0.0.1:1").doesNotContain("judged pairs");
    }
}
