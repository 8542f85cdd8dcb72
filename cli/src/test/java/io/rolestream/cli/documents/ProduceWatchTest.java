package io.rolestream.cli.documents;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolestream.cli.support.ExitCode;
import io.rolestream.cli.testing.ChildCommand;
import io.rolestream.cli.testing.Cli;
import io.rolestream.cli.testing.Interrupts;
import io.rolestream.cli.testing.SharedStack;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** {@code produce --watch}. */
@DisabledOnOs(OS.WINDOWS)
class ProduceWatchTest {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final Path directory;

    ProduceWatchTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    @Tag("full")
    void shouldSendWhatComesToAFolderUntilItIsInterrupted() throws Exception {
        Path folder = Files.createDirectory(directory.resolve("cvs"));
        Files.writeString(folder.resolve("watched-1.txt"), "Cloud engineer: AWS, Azure, GCP");
        List<String> arguments = new ArrayList<>(List.of("produce", folder.toString(), "--watch"));
        arguments.addAll(SharedStack.options());

        try (ChildCommand produce = new ChildCommand(directory.resolve("child"), arguments.toArray(String[]::new))) {
            awaitLabel("\"resumeId\":\"watched-1.txt\"", "Cloud Engineer");
            Files.writeString(folder.resolve("watched-2.rtf"), "{\\rtf1 Snowflake, Airflow, Spark}");
            Files.writeString(folder.resolve("cut.rtf"), "{\\rtf1 cut");
            awaitLabel("\"resumeId\":\"watched-2.rtf\"", "Data Engineer");
            Files.writeString(folder.resolve("watched-2.rtf"), "{\\rtf1 AWS, Azure, GCP}");
            awaitLabel("\"resumeId\":\"watched-2.rtf\"", "Cloud Engineer");

            Interrupts.send(produce.process());
            produce.awaitEnd();

            assertThat(produce.err())
                    .contains("cvs: cut.rtf: is cut short: its last RTF group is not closed")
                    .contains("3 sent, 1 failed");
        }
    }

    @Tag("full")
    @Test
    void shouldSendADocumentAgainThatCouldNotBeSent() throws Exception {
        Path folder = Files.createDirectory(directory.resolve("cvs"));
        Files.writeString(folder.resolve("late.txt"), "Cloud engineer: AWS, Azure, GCP");
        List<String> arguments = new ArrayList<>(List.of("produce", folder.toString(), "--watch"));
        arguments.addAll(List.of("--topic-prefix", "late-", "--set", "kafka.producer.max.block.ms=1000"));
        arguments.addAll(SharedStack.options());

        try (ChildCommand produce = new ChildCommand(directory.resolve("child"), arguments.toArray(String[]::new))) {
            produce.awaitErr("late.txt could not be sent yet: Topic late-resumes not present");
            assertThat(Cli.onCluster("topics", "create", "--topic-prefix", "late-")
                            .exitCode())
                    .isZero();
            Awaitility.await()
                    .atMost(PATIENCE)
                    .until(() -> Cli.onCluster("forget", "late.txt", "--dry-run", "--topic-prefix", "late-")
                                    .exitCode()
                            == ExitCode.DONE);

            produce.interrupt();
            assertThat(produce.err()).contains("1 sent, 0 failed");
        }
    }

    @Test
    void shouldRefuseToWatchAnythingButAFolderOfResumes() throws Exception {
        assertThat(Cli.run("produce", directory.toString(), "--watch", "--jobs").exitCode())
                .isEqualTo(ExitCode.USAGE);
        Path file = Files.writeString(directory.resolve("a.csv"), "id,skills\n1,AWS\n");
        assertThat(Cli.onCluster("produce", file.toString(), "--watch").err())
                .contains("is no folder that could be followed");
    }

    private static void awaitLabel(String... parts) {
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> Cli.onCluster("consume", "labels", "--until-end")
                        .out()
                        .lines()
                        .anyMatch(line -> List.of(parts).stream().allMatch(line::contains)));
    }
}
