package io.rolestream.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolestream.cli.support.ExitCode;
import io.rolestream.cli.testing.ChildCommand;
import io.rolestream.cli.testing.Cli;
import io.rolestream.cli.testing.Cli.Result;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What only a process of its own can show: signals, pipes, and what is left behind. */
@DisabledOnOs(OS.WINDOWS)
@Tag("full")
class ProcessTest {
    private static final int AFTER_SIGINT = 130;

    private final Path directory;

    ProcessTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    void shouldLeaveLabelsAndNothingElseWhenLabellingIsInterrupted() throws Exception {
        try (ChildCommand label = new ChildCommand(directory, "label", "-")) {
            OutputStream input = label.process().getOutputStream();
            input.write("{\"id\":\"a\",\"skills\":\"Java\"}\n".repeat(2_000).getBytes(StandardCharsets.UTF_8));
            input.flush();
            label.awaitOut("\"resumeId\":\"a\"");

            assertThat(label.interrupt()).isEqualTo(AFTER_SIGINT);

            assertThat(label.out().lines()).allMatch(line -> line.startsWith("{") && line.endsWith("}"));
            assertThat(label.err()).isEmpty();
            assertThat(label.temporary()).isEmptyDirectory();
        }
    }

    @Test
    void shouldLeaveNothingWhenInterruptedWhileItStarts() throws Exception {
        try (ChildCommand label = new ChildCommand(directory, "label", "-")) {
            label.process()
                    .getOutputStream()
                    .write("{\"id\":\"a\",\"skills\":\"Java\"}\n".getBytes(StandardCharsets.UTF_8));
            label.process().getOutputStream().flush();
            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(label.temporary())
                            .isDirectoryRecursivelyContaining("glob:**/__cluster_metadata-0"));

            assertThat(label.interrupt()).isEqualTo(AFTER_SIGINT);

            assertThat(label.err()).isEmpty();
            assertThat(label.temporary()).isEmptyDirectory();
        }
    }

    @Test
    void shouldEndQuietlyWhenItsReaderGoes() throws Exception {
        Path file = directory.resolve("many.csv");
        Files.writeString(file, "id,skills\n" + "a,Java\n".repeat(30_000));
        Process shell = new ProcessBuilder(
                        "bash",
                        "-c",
                        "set -o pipefail; \"$0\" -Xmx512m -XX:TieredStopAtLevel=1 -cp \"$1\" io.rolestream.cli.Main"
                                + " label \"$2\" | head -n 1",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        System.getProperty("java.class.path"),
                        file.toString())
                .redirectError(directory.resolve("err").toFile())
                .start();

        String out = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(shell.waitFor()).isEqualTo(ExitCode.DONE);
        assertThat(out.lines()).hasSize(1);
        assertThat(directory.resolve("err")).content().doesNotContain("Exception");
    }

    @Test
    void shouldDemonstrateAndLetOthersJoinIn() throws Exception {
        Path data = directory.resolve("data");
        Path file = Files.writeString(directory.resolve("a.csv"), "id,skills\njoin-1,\"AWS, Azure, GCP\"\n");
        try (ChildCommand demo = new ChildCommand(directory, "demo", "--rate", "50", "--data", data.toString())) {
            demo.awaitOut("gen-");
            Matcher address = Pattern.compile("-b (\\S+) \\\\\\s+--schema-registry-url (\\S+)")
                    .matcher(demo.out());
            assertThat(address.find()).isTrue();
            assertThat(page(demo.out())).contains("<title>Rolestream</title>");
            String[] join = {
                "label", file.toString(), "-b", address.group(1), "--schema-registry-url", address.group(2), "--out", ""
            };

            for (String out : new String[] {"first", "second"}) {
                join[join.length - 1] = directory.resolve(out).toString();
                Result labelled = Cli.run(join);
                assertThat(labelled.exitCode()).as(labelled.err()).isEqualTo(ExitCode.DONE);
                assertThat(directory.resolve(out)).content().contains("Cloud Engineer");
            }

            Result other = Cli.run("demo", "--data", data.toString());
            assertThat(other.exitCode()).isEqualTo(ExitCode.FAILED);
            assertThat(other.err()).contains("is in use by another Rolestream broker");

            assertThat(demo.interrupt()).isEqualTo(AFTER_SIGINT);
            assertThat(demo.out()).contains("ACTUAL", "resumes got their true role");
            assertThat(demo.err()).isEmpty();
        }
    }

    @Test
    void shouldEndADemoOfAGivenLengthWithItsTable() throws Exception {
        try (ChildCommand demo =
                new ChildCommand(directory, "demo", "--rate", "200", "--count", "300", "--broken", "0.1")) {
            assertThat(demo.awaitEnd()).isEqualTo(ExitCode.DONE);

            assertThat(demo.out()).contains("dead letter: gen-", "ACTUAL", "resumes got their true role");
            assertThat(demo.err()).isEmpty();
            assertThat(demo.temporary()).isEmptyDirectory();
        }
    }

    /** The dashboard whose address the demo prints. */
    private static String page(String out) throws IOException {
        Matcher dashboard = Pattern.compile("dashboard +(http://\\S+)").matcher(out);
        assertThat(dashboard.find()).isTrue();
        try (InputStream in = URI.create(dashboard.group(1)).toURL().openStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void shouldSayThatADemosGeneratorIsMissingBeforeItStarts() {
        Result result = Cli.run("demo", "--generator", directory.toString());

        assertThat(result.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(result.err()).contains(directory.toString(), "config.json");
        assertThat(result.out()).isEmpty();
        assertThat(Cli.run("demo", "--no-jobs", "--generator", "any").err()).contains("leave --no-jobs out");
    }
}
