package io.rolestream.cli.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolestream.cli.support.ExitCode;
import io.rolestream.cli.testing.ChildCommand;
import io.rolestream.cli.testing.Cli;
import io.rolestream.cli.testing.Cli.Result;
import io.rolestream.cli.testing.SharedStack;
import io.rolestream.common.config.ConnectionConfig;
import io.rolestream.engine.checkpoint.CheckpointDirectory;
import io.rolestream.engine.checkpoint.GenerationConfig;
import io.rolestream.engine.model.Precision;
import io.rolestream.engine.task.InferenceOptions;
import io.rolestream.engine.task.PromptTemplate;
import io.rolestream.engine.task.TextGenerator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class TrainGeneratorCommandTest {
    private static final Path BASE =
            Path.of("../engine/src/test/resources/io/rolestream/engine/model/generation/smollm2");
    private static final int AFTER_SIGINT = 130;

    private final Path folder;
    private final Path data;
    private Path out;
    private String base = BASE.toString();

    TrainGeneratorCommandTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        data = folder.resolve("pairs.csv");
        out = folder.resolve("new/writer");
        StringBuilder rows = new StringBuilder("cv,advert\n");
        for (int i = 0; i < 40; i++) {
            String skill = List.of("java", "python", "excel", "welding").get(i % 4);
            rows.append(skill + " and tool " + i + ",We need " + skill + " for team " + i + "\n");
        }
        Files.writeString(data, rows.append("alone,\n"));
    }

    @Test
    void shouldFineTuneAdaptersOnAFileOfPairs() throws Exception {
        Path template = folder.resolve("prompt.txt");
        Files.writeString(template, "CV: {resume}\nJob:");

        Result result = Cli.run(onData("--template", template.toString(), "--learning-rate", "0.01", "--rank", "4"));

        assertThat(result.exitCode()).as(result.err()).isEqualTo(ExitCode.DONE);
        assertThat(result.err())
                .contains(
                        "row 41: no description",
                        "skipped 1 row without a pair",
                        "pairs in pairs.csv: ",
                        "rank 4, alpha 8.0");
        assertThat(out.resolve("README.md"))
                .content()
                .contains(
                        "pairs of a resume and a description were learnt",
                        "Base ",
                        "| the base |",
                        "CV: {resume}",
                        "are optimistic");
        assertThat(out.resolve(GenerationConfig.FILE)).exists();
        assertThat(out.resolve("adapter/adapter_config.json")).exists();
        assertThat(folder.resolve("new")).isDirectoryNotContaining(file -> !file.equals(out));
        assertThat(out.resolve("README.md")).content().contains("(training-loss.svg)", "(training-scores.svg)");
        assertThat(out.resolve("training-loss.svg")).content().contains("held-out examples 0.000, ");
        PromptTemplate prompt = Objects.requireNonNull(PromptTemplate.read(out));
        assertThat(prompt.text()).isEqualTo("CV: {resume}\nJob:");
        assertThat(losses(result.err()).get(1)).isLessThan(losses(result.err()).get(0));
        InferenceOptions fp32 = InferenceOptions.defaults().withPrecision(Precision.FP32);
        try (TextGenerator generator = TextGenerator.open(CheckpointDirectory.open(out), fp32)) {
            assertThat(generator.generate(List.of(prompt.of("java")), 20).get(0).text())
                    .isNotEmpty();
        }
        base = out.resolve("adapter").toString();
        out = folder.resolve("other");
        Result adapted = Cli.run(onData());
        assertThat(adapted.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(adapted.err()).contains("has adapters already; train all parameters, or merge them first");
    }

    /** Those on validation pairs, before and after the training. */
    private static List<Double> losses(String err) {
        return err.lines()
                .filter(line -> line.startsWith("validation pairs"))
                .map(line -> Double.valueOf(line.replaceFirst(".*loss ([0-9.]+),.*", "$1")))
                .skip(1) // told before the training too
                .toList();
    }

    @Test
    void shouldReportTheTrainingToTheClusterIfAsked() {
        Result result = Cli.run(onData(
                "--report",
                "-s",
                ConnectionConfig.BOOTSTRAP_SERVERS + "="
                        + SharedStack.get().kafka().bootstrapServers(),
                "-s",
                ConnectionConfig.SCHEMA_REGISTRY_URL + "="
                        + SharedStack.get().kafka().schemaRegistryUrl()));

        assertThat(result.exitCode()).as(result.err()).isEqualTo(ExitCode.DONE);
        assertThat(Reported.of("writer"))
                .isNotEmpty()
                .allSatisfy(report -> assertThat(report.getStage()).isEqualTo("fine-tuning"));
    }

    @Test
    void shouldSayThatGeneratedPairsAreGenerated() throws IOException {
        Result result = Cli.run(command("--generated", "30", "--method", "full", "--epochs", "1"));

        assertThat(result.exitCode()).as(result.err()).isEqualTo(ExitCode.DONE);
        assertThat(result.err()).contains("30 resumes and 30 postings that are generated, not real");
        assertThat(out.resolve("README.md"))
                .content()
                .contains("Pairs of generated resumes and postings", "full fine-tuning of all parameters");
        assertThat(Objects.requireNonNull(PromptTemplate.read(out))).isEqualTo(PromptTemplate.DEFAULT);
        assertThat(out.resolve("adapter")).doesNotExist();
    }

    @Test
    @Tag("full")
    @DisabledOnOs(OS.WINDOWS)
    void shouldContinueAfterCtrlC() throws Exception {
        String[] command = onData("--epochs", "40");
        try (ChildCommand child = new ChildCommand(folder.resolve("process"), command)) {
            child.awaitErr("validation: loss");
            assertThat(child.interrupt()).as(child.err()).isEqualTo(AFTER_SIGINT);
            assertThat(child.err()).contains("stopped after step", "--resume");
        }
        assertThat(folder.resolve("new/writer.state")).exists();
        assertThat(out).doesNotExist();

        assertThat(Cli.run(command).err()).contains("an earlier training left its state", "--resume");
        Result other = Cli.run(onData("--epochs", "40", "--rank", "3", "--resume"));
        assertThat(other.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(other.err()).contains("its method was adapters of rank 16");
        Result resumed = Cli.run(onData("--epochs", "40", "--resume"));
        assertThat(resumed.exitCode()).as(resumed.err()).isEqualTo(ExitCode.DONE);
        assertThat(out.resolve("README.md")).exists();
    }

    @Test
    void shouldLearnWhatPeopleAppliedForFromMaskedResumes() throws IOException {
        StringBuilder resumes = new StringBuilder("resumeId,text\n");
        StringBuilder jobs = new StringBuilder("jobId,title,description\n");
        StringBuilder feedback = new StringBuilder("resumeId,jobId,action\n");
        for (int i = 0; i < 30; i++) {
            resumes.append("r" + i + ",I know java and tool " + i + ". Write to ann" + i + "@example.com\n");
            jobs.append("j" + i + ",Developer,We need java and tool " + i + "\n");
            feedback.append(
                    "r" + i + ",j" + i + "," + (i % 3 == 0 ? "opened" : i % 3 == 1 ? "applied" : "hired") + "\n");
        }
        Result result = Cli.run(command(
                "--resumes",
                Files.writeString(folder.resolve("resumes.csv"), resumes).toString(),
                "--jobs",
                Files.writeString(folder.resolve("jobs.csv"), jobs).toString(),
                "--feedback",
                Files.writeString(folder.resolve("feedback.csv"), feedback).toString(),
                "--validation-share",
                "0",
                "--max-tokens",
                "4096",
                "--epochs",
                "1"));

        assertThat(result.exitCode()).as(result.err()).isEqualTo(ExitCode.DONE);
        assertThat(result.err())
                .as("20 applied or were hired; half of these pairs have a text of the permanent test")
                .contains(": 10 to learn with ", "0 held out", "the base reads at most 512 tokens");
        assertThat(out.resolve("README.md")).content().contains("no pairs were held out", "were cut at 512 tokens");
    }

    @Test
    void shouldRefuseWrongUsageBeforeTheWork() throws IOException {
        assertRefused("Invalid value for option '--method'", "--method", "some");
        assertRefused("the rank must be from 1 to 1024, not 0", "--rank", "0");
        assertRefused("no linear layers \"query\" to adapt", "--targets", "query");
        assertRefused("shorten the template, or raise --max-tokens", "--max-tokens", "16");
        assertRefused("give --data; or --resumes, --jobs and --feedback; or --generated", "--generated", "20");
        assertRefused("--weights must be f32, f16 or bf16, not i64", "--weights", "i64");
        assertRefused("--weights must be f32, f16 or bf16, not f33", "--weights", "f33");
        assertRefused("--rank, --alpha and --targets are for --method lora", "--method", "full", "--rank", "4");
        Path wrong = folder.resolve("wrong.txt");
        Files.writeString(wrong, "no place");
        assertRefused("a prompt needs {resume} once", "--template", wrong.toString());
        Result columns = Cli.run(command("--data", data.toString()));
        assertThat(columns.err()).contains("no column \"resume\"", "columns found: cv, advert");
        Result unused = Cli.run(command("--generated", "20", "--resume-column", "cv"));
        assertThat(unused.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(unused.err()).contains("name columns of --data, which is missing");
        base = "no model";
        assertThat(Cli.run(onData()).err()).contains("\"no model\" is neither a directory nor the name of a model");
        assertThat(out).doesNotExist();
    }

    @Test
    void shouldRefuseAPlaceThatCannotBeWrittenAndDataWithoutPairs() throws IOException {
        Result inAFile = Cli.run(
                "train",
                "generator",
                "--base",
                base,
                "--out",
                data.resolve("writer").toString());
        assertThat(inAFile.exitCode()).as(inAFile.err()).isEqualTo(ExitCode.USAGE);
        assertThat(inAFile.err()).contains("cannot be created, as " + data + " is not a directory; choose another");

        Files.writeString(data, "cv,advert\n");
        Result empty = Cli.run(onData());
        assertThat(empty.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(empty.err()).contains("pairs in pairs.csv: there are no pairs to train on");
        assertThat(out).doesNotExist();
    }

    private void assertRefused(String said, String... options) {
        Result result = Cli.run(onData(options));
        assertThat(result.exitCode()).as(said).isEqualTo(ExitCode.USAGE);
        assertThat(result.err()).contains(said);
    }

    private String[] onData(String... more) {
        return command(Stream.concat(
                        Stream.of(
                                "--data",
                                data.toString(),
                                "--resume-column",
                                "cv",
                                "--description-column",
                                "advert",
                                "--validation-share",
                                "0.2"),
                        Stream.of(more))
                .toArray(String[]::new));
    }

    private String[] command(String... more) {
        List<String> command = new ArrayList<>(List.of("train", "generator", "--base", base, "--out", out.toString()));
        command.addAll(List.of("--batch-size", "8", "--threads", "1", "--precision", "fp32", "--evaluations", "1"));
        if (!List.of(more).contains("--max-tokens")) {
            command.addAll(List.of("--max-tokens", "128"));
        }
        command.addAll(List.of(more));
        return command.toArray(String[]::new);
    }
}
