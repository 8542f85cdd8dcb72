package io.rolestream.cli.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolestream.cli.support.ExitCode;
import io.rolestream.cli.testing.ChildCommand;
import io.rolestream.cli.testing.Cli;
import io.rolestream.cli.testing.Cli.Result;
import io.rolestream.files.sample.GeneratorOptions;
import io.rolestream.files.sample.ResumeGenerator;
import io.rolestream.files.sample.SampleResume;
import io.rolestream.models.testing.TinyModel;
import io.rolestream.rules.role.Taxonomy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** {@code evaluate} on generated resumes, whose true roles are known. */
class EvaluateCommandTest {
    private static final int TEXTS = 300;
    private static final int MANY_TEXTS = 100_000;

    private final Path directory;
    private final Path file;
    private final Path model;

    EvaluateCommandTest(@TempDir Path directory) {
        this.directory = directory;
        this.file = directory.resolve("roles.tsv");
        this.model = directory.resolve("tiny");
    }

    @BeforeEach
    void writeFiles() throws IOException {
        Files.writeString(file, table(TEXTS));
        TinyModel.write(model, Taxonomy.standard().names(), 1, null);
    }

    private static String table(int texts) {
        List<SampleResume> resumes = new ResumeGenerator(1, GeneratorOptions.DEFAULT)
                .stream().limit(TEXTS).toList();
        StringBuilder rows = new StringBuilder("resumeId\tskills\trole\n");
        for (int i = 0; i < texts; i++) {
            SampleResume resume = resumes.get(i % TEXTS);
            String skills = resume.skills() == null ? resume.trueRole() : resume.skills();
            rows.append(i)
                    .append('\t')
                    .append(skills.replaceAll("[\\s\"]+", " "))
                    .append('\t');
            rows.append(resume.trueRole()).append('\n');
        }
        return rows.toString();
    }

    @Test
    void shouldCompareForTheRolesThatTheModelCarries() throws IOException {
        Path own = directory.resolve("own");
        TinyModel.write(own, List.of("Developer", "Rest"), 1, "Rest");
        Files.writeString(
                own.resolve("taxonomy.json"),
                "{\"fallback\": \"Rest\", \"roles\": {\"Developer\":"
                        + " {\"description\": \"Writes software.\", \"was\": [\"Coder\"]}, \"Rest\": \"Any other.\"}}");
        Files.writeString(own.resolve("rules.yml"), "name: mine\nmatching: phrases\nroles: {Developer: {java: 3}}\n");
        Files.writeString(file, "resumeId\tskills\trole\n1\tjava\tCoder\n2\tgardening\tRest\n3\tjava\tDeveloper\n");

        Result result = evaluate("--labels", "role", "--labellers", "rules,model:" + own);

        assertThat(result.exitCode()).as(result.err()).isEqualTo(ExitCode.DONE);
        assertThat(result.err()).contains("using the model's roles, ", "using the model's rules, ");
        assertThat(result.out())
                .contains("Scores on 3 texts of roles.tsv", "Developer")
                .doesNotContain("Coder");
    }

    @Test
    void shouldPrintWhatWasFound() {
        Result result = evaluate("--labels", "role", "--labellers", "rules,rules:notebook,model:" + model);

        assertThat(result.exitCode()).as(result.err()).isEqualTo(ExitCode.DONE);
        assertThat(result.out())
                .startsWith("rules is most often right: on ")
                .contains("Scores on 300 texts of roles.tsv", "macro-F1 against rules", "model:tiny", "baseline");
        assertThat(result.err()).contains("model:tiny: 300 texts in ").doesNotContain("Exception");
    }

    @Test
    void shouldOnlyMeasureAgreementWithoutLabels() {
        Result result = evaluate("--labellers", "rules,rules:notebook");

        assertThat(result.exitCode()).isEqualTo(ExitCode.DONE);
        assertThat(result.out())
                .contains("The right roles are unknown", "Agreement")
                .doesNotContain("macro-F1");
    }

    @Test
    void shouldSayWhichLabellerFailed() {
        String missing = "model:" + directory.resolve("missing");
        Result lenient = evaluate("--labels", "role", "--labellers", "rules," + missing);
        Result strict = evaluate("--labels", "role", "--strict", "--labellers", "rules," + missing);
        Result alone = evaluate("--labels", "role", "--labellers", missing);

        assertThat(lenient.exitCode()).isEqualTo(ExitCode.DONE);
        assertThat(lenient.out()).contains("Not compared: model:missing: ", "no such directory");
        assertThat(strict.exitCode()).isEqualTo(ExitCode.NOT_ALL_LABELLED);
        assertThat(alone.exitCode()).isEqualTo(ExitCode.FAILED);
    }

    @Test
    void shouldJudgeThePartThatTheSettingsName() throws IOException {
        Files.writeString(file, "id\tskills\ttext\n1\tjava, spring, hibernate\tSIEM, forensics, incident response\n");
        Path out = directory.resolve("report");

        evaluate("--labellers", "rules", "-s", "resumes.judged=text", "--out", out.toString());

        assertThat(out.resolve("predictions.jsonl")).content().contains("SOC Analyst");
    }

    /** Also if the working directory has a {@code taxonomy.json}, which is not the model's. */
    @Test
    void shouldRefuseAModelWithoutADirectoryBeforeItReadsFiles() throws IOException {
        Files.delete(file);

        Result result = evaluate("--labellers", "rules,model:");

        assertThat(result.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(result.err()).contains("--labellers: no labeller \"model:\"; expected KIND or KIND:WHERE");
    }

    @Test
    void shouldRefuseWrongOptions() {
        assertThat(evaluate("--labellers", "rulez").err()).contains("did you mean \"rules\"?");
        assertThat(evaluate("--labellers", "rulez").exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(evaluate("--labellers", "rules", "--train-labels", "role").err())
                .contains("--train-labels needs --train");
        assertThat(evaluate("--labellers", "rules", "--labels", "rule").err())
                .contains("no column \"rule\"; did you mean \"role\"?");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    @Tag("full")
    void shouldKeepWhatIsFinishedAfterCtrlC() throws Exception {
        Files.writeString(file, table(MANY_TEXTS));
        Path out = directory.resolve("report");
        try (ChildCommand child = new ChildCommand(
                directory.resolve("child"),
                "evaluate",
                file.toString(),
                "--labels=role",
                "--labellers=rules,model:" + model,
                "--out=" + out)) {
            child.awaitErr("model:tiny: opening");

            assertThat(child.interrupt()).isEqualTo(ExitCode.INTERRUPTED);

            assertThat(child.out()).startsWith("rules is right on ").contains("Not compared: model:tiny: stopped");
            assertThat(Files.readString(out.resolve("report.csv")))
                    .contains("model:tiny")
                    .contains("stopped");
            assertThat(out.resolve("predictions.jsonl")).isNotEmptyFile();
        }
    }

    private Result evaluate(String... options) {
        String[] command = new String[options.length + 2];
        command[0] = "evaluate";
        command[1] = file.toString();
        System.arraycopy(options, 0, command, 2, options.length);
        return Cli.run(command);
    }
}
