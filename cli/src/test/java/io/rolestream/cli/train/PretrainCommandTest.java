package io.rolestream.cli.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolestream.cli.support.ExitCode;
import io.rolestream.cli.testing.ChildCommand;
import io.rolestream.cli.testing.Cli;
import io.rolestream.cli.testing.Cli.Result;
import io.rolestream.engine.checkpoint.CheckpointDirectory;
import io.rolestream.files.sample.GeneratorOptions;
import io.rolestream.files.sample.ResumeGenerator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class PretrainCommandTest {
    private static final int AFTER_SIGINT = 130;
    private static final int ROWS = 60;

    private final Path directory;
    private final Path resumes;
    private final Path out;
    private final Path state;

    PretrainCommandTest(@TempDir Path directory) {
        this.directory = directory;
        resumes = directory.resolve("resumes.csv");
        out = directory.resolve("base");
        state = directory.resolve("base.state");
    }

    @BeforeEach
    void writeResumes() throws IOException {
        StringBuilder rows = new StringBuilder("id,skills\n");
        new ResumeGenerator(1, GeneratorOptions.DEFAULT)
                .stream()
                        .filter(resume -> resume.skills() != null)
                        .limit(ROWS)
                        .forEach(resume -> rows.append(resume.resumeId())
                                .append(",\"")
                                .append(String.valueOf(resume.skills()).replace("\"", ""))
                                .append("\"\n"));
        Files.writeString(resumes, rows);
    }

    private String[] command(String... more) {
        List<String> command = new ArrayList<>(List.of("pretrain", resumes.toString(), "--out", out.toString()));
        command.addAll(List.of("--vocabulary", "400", "--layers", "1", "--width", "64", "--max-tokens", "64"));
        command.addAll(List.of("--batch-size", "8", "--validation-share", "0.2", "--evaluations", "2"));
        command.addAll(List.of("--threads", "1", "--precision", "fp32"));
        command.addAll(List.of(more));
        return command.toArray(String[]::new);
    }

    @Test
    void shouldMakeABaseAndThenAdaptIt() throws IOException {
        Result made = Cli.run(command("--base", "new", "--epochs", "2"));

        assertThat(made.exitCode()).as(made.err()).isEqualTo(ExitCode.DONE);
        assertThat(made.out()).isEmpty();
        assertThat(made.err()).contains("vocabulary of 400 tokens", "validation: loss", "wrote " + out);
        CheckpointDirectory base = CheckpointDirectory.open(out);
        assertThat(base.config().vocabSize()).isEqualTo(400);
        assertThat(base.config().keys().texts("architectures")).containsExactly("RobertaForMaskedLM");
        assertThat(state).doesNotExist();

        Path adapted = directory.resolve("adapted");
        Result again = Cli.run(
                "pretrain",
                resumes.toString(),
                "--base",
                out.toString(),
                "--out",
                adapted.toString(),
                "--weights",
                "bf16");

        assertThat(again.exitCode()).as(again.err()).isEqualTo(ExitCode.DONE);
        assertThat(CheckpointDirectory.open(adapted).config().dtype()).isEqualTo("bfloat16");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    @Tag("full")
    void shouldGoOnAfterCtrlC() throws Exception {
        String[] endless = command("--base", "new", "--epochs", "100000");
        long stopped = stopAfterAnEvaluation(directory.resolve("first"), endless);
        assertThat(state).exists();
        assertThat(out).doesNotExist();

        Result other = Cli.run(command("--base", "new", "--epochs", "100000", "--seed", "2", "--resume"));
        assertThat(other.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(other.err()).contains("its seed was 1, and now it is 2");

        Result anew = Cli.run(endless);
        assertThat(anew.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(anew.err()).contains("an earlier training left its state in " + state, "--resume");

        long later = stopAfterAnEvaluation(
                directory.resolve("second"), command("--base", "new", "--epochs", "100000", "--resume"));
        assertThat(later).isGreaterThan(stopped);
        assertThat(firstStep(directory.resolve("second"))).isGreaterThan(stopped);
    }

    private static long stopAfterAnEvaluation(Path folder, String... command) throws Exception {
        try (ChildCommand child = new ChildCommand(folder, command)) {
            child.awaitErr("validation: loss");
            int exitCode = child.interrupt();
            assertThat(exitCode).as(child.err()).isEqualTo(AFTER_SIGINT);
            assertThat(child.temporary()).isEmptyDirectory();
            return number("stopped after step (\\d+);", child.err());
        }
    }

    private static long firstStep(Path folder) throws IOException {
        return number("step (\\d+) of", Files.readString(folder.resolve("err")));
    }

    private static long number(String pattern, String text) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        assertThat(matcher.find()).as(text).isTrue();
        return Long.parseLong(matcher.group(1));
    }

    @Test
    void shouldRefuseWrongUsageBeforeTheWork() throws IOException {
        Files.createDirectories(out.resolve("something"));
        assertUsage("--out: " + out + " already exists and is not empty", "--base", "new");
        Files.delete(out.resolve("something"));

        assertUsage("--resume: no state file " + state, "--base", "new", "--resume");
        assertUsage("the width must be a multiple of 64, not 100", "--base", "new", "--width", "100");
        assertUsage("--precision must be auto, fp32 or bf16, not int4", "--base", "new", "--precision", "int4");
        assertUsage("--weights must be f32, f16 or bf16, not f64", "--base", "new", "--weights", "f64");
        assertUsage("the learning rate must be between 0 and 1", "--base", "new", "--learning-rate", "2");
        assertUsage("Missing required option: '--base=BASE'");
    }

    private void assertUsage(String said, String... more) {
        List<String> command = new ArrayList<>(List.of("pretrain", resumes.toString(), "--out", out.toString()));
        command.addAll(List.of(more));
        Result result = Cli.run(command.toArray(String[]::new));
        assertThat(result.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(result.err()).contains(said);
    }

    @Test
    void shouldSayThatThereIsNothingToLearnFrom() throws IOException {
        Files.writeString(resumes, "id,skills\na,\n");
        Result result = Cli.run(command("--base", "new"));
        assertThat(result.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(result.err()).contains("no text to train on: no row has skills or a text");
    }

    @Test
    void shouldSayThatThereIsNoSuchBase() {
        Result result = Cli.run(command("--base", directory.resolve("nowhere").toString()));
        assertThat(result.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(result.err()).contains("is neither a directory nor the name of a model on a hub");
    }
}
