package io.rolestream.cli.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolestream.cli.support.ExitCode;
import io.rolestream.cli.testing.ChildCommand;
import io.rolestream.cli.testing.Cli;
import io.rolestream.cli.testing.Cli.Result;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code rolestream kafka} beside the services that use it. */
@DisabledOnOs(OS.WINDOWS)
class KafkaCommandTest {
    private static final int AFTER_SIGINT = 130;
    private static final Pattern VARIABLES = Pattern.compile(
            "export ROLESTREAM_BOOTSTRAP_SERVERS=(\\S+)\\R  export ROLESTREAM_SCHEMA_REGISTRY_URL=(\\S+)");

    private final Path directory;

    KafkaCommandTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @ParameterizedTest
    @ValueSource(strings = {"--port", "--registry-port"})
    void shouldSayInOneLineWhichPortIsTaken(String option) throws IOException {
        String other = option.equals("--port") ? "--registry-port" : "--port";
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Result result = Cli.run("kafka", option, Integer.toString(taken.getLocalPort()), other, "0");

            assertThat(result.exitCode()).isEqualTo(ExitCode.FAILED);
            assertThat(result.err().lines()).hasSize(1);
            assertThat(result.err()).contains("Port " + taken.getLocalPort(), "choose another with " + option);
        }
    }

    @Test
    @Tag("full")
    void shouldServeALabellingServiceAndKeepItsLabelsForTheNextRun() throws Exception {
        Path data = directory.resolve("data");
        Path file = Files.writeString(directory.resolve("a.csv"), "id,skills\ntrial-1,\"AWS, Azure, GCP\"\n");
        try (ChildCommand kafka = kafka("first", "--data", data.toString())) {
            String[] cluster = cluster(kafka);
            try (ChildCommand stream = new ChildCommand(
                    directory.resolve("stream"),
                    with(cluster, "stream", "-s", "state.directory=" + directory.resolve("state")))) {
                Path out = directory.resolve("labels");
                Result labelled = Cli.run(with(cluster, "label", file.toString(), "--out", out.toString()));
                assertThat(labelled.exitCode())
                        .as(labelled.err() + stream.err())
                        .isEqualTo(ExitCode.DONE);
                assertThat(out).content().contains("\"role\":\"Cloud Engineer\"");
            }

            assertThat(kafka.interrupt()).isEqualTo(AFTER_SIGINT);
            assertThat(kafka.err()).isEmpty();
        }
        try (ChildCommand kafka = kafka("second", "--data", data.toString())) {
            Result labels = Cli.run(with(cluster(kafka), "consume", "labels", "--until-end"));

            assertThat(labels.out()).as(labels.err()).contains("trial-1");
        }
    }

    @Test
    @Tag("full")
    void shouldLeaveNothingWhenItIsStoppedWhileItStarts() throws Exception {
        try (ChildCommand kafka = kafka("stopped")) {
            Awaitility.await()
                    .untilAsserted(() -> assertThat(kafka.temporary())
                            .isDirectoryRecursivelyContaining("glob:**/__cluster_metadata-0"));
            kafka.process().destroy();

            assertThat(kafka.awaitEnd()).isEqualTo(ExitCode.DONE);
            assertThat(kafka.err()).isEmpty();
            assertThat(kafka.temporary()).isEmptyDirectory();
        }
    }

    private ChildCommand kafka(String name, String... options) throws IOException {
        return new ChildCommand(directory.resolve(name), with(options, "kafka", "--port", "0", "--registry-port", "0"));
    }

    private static String[] cluster(ChildCommand kafka) {
        kafka.awaitOut("ROLESTREAM_SCHEMA_REGISTRY_URL=http");
        kafka.awaitOut("\n");
        Matcher variables = VARIABLES.matcher(kafka.out());
        assertThat(variables.find()).as(kafka.out()).isTrue();
        return new String[] {"-b", variables.group(1), "--schema-registry-url", variables.group(2)};
    }

    /** A command line: the first words, then the options. */
    private static String[] with(String[] options, String... words) {
        String[] all = new String[words.length + options.length];
        System.arraycopy(words, 0, all, 0, words.length);
        System.arraycopy(options, 0, all, words.length, options.length);
        return all;
    }
}
