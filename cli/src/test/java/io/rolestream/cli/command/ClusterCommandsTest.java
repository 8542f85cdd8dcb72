package io.rolestream.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolestream.cli.support.ExitCode;
import io.rolestream.cli.testing.Cli;
import io.rolestream.cli.testing.Cli.Result;
import io.rolestream.cli.testing.SharedStack;
import io.rolestream.common.clients.Clients;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands that work on a cluster, on one where the labelling service runs. */
class ClusterCommandsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Path directory;

    ClusterCommandsTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    void shouldShowTheLabelsOfProducedResumes() throws IOException {
        Path file = Files.writeString(directory.resolve("a.csv"), "id,skills\nflow-1,\"AWS, Azure, GCP\"\n");

        Result produced = Cli.onCluster("produce", file.toString());

        assertThat(produced.exitCode()).isEqualTo(ExitCode.DONE);
        assertThat(produced.err()).isEqualTo("1 sent, 0 failed" + System.lineSeparator());
        awaitLine(
                "labels",
                "\"resumeId\":\"flow-1\"",
                "\"role\":\"Cloud Engineer\"",
                "\"rule\":{\"role\":\"Cloud Engineer\",\"keywords\":[",
                "\"ruleVote\":{");
    }

    @Test
    void shouldShowDeadLettersWithTheirReason() throws IOException {
        Path file = Files.writeString(directory.resolve("a.csv"), "id,skills\nflow-dead,\n");

        Cli.onCluster("produce", file.toString());

        awaitLine("dead-letters", "\"key\":\"flow-dead\"", "neither skills nor text");
    }

    @Test
    void shouldStopConsumingAtTheNumberAskedFor() throws IOException {
        Path file = Files.writeString(directory.resolve("a.csv"), "id,skills\nmax-1,AWS\nmax-2,AWS\nmax-3,AWS\n");
        Cli.onCluster("produce", file.toString());
        awaitLine("labels", "\"resumeId\":\"max-3\"");

        assertThat(Cli.onCluster("consume", "labels", "--from-beginning", "--max", "2")
                        .out()
                        .lines())
                .hasSize(2);
    }

    @Test
    void shouldExitWithThreeWhenARowIsNotProducedAndStrict() throws IOException {
        Path file = Files.writeString(directory.resolve("a.jsonl"), "{\"id\":\"p-1\",\"skills\":\"Java\"}\n{\n");

        assertThat(Cli.onCluster("produce", file.toString(), "--strict").exitCode())
                .isEqualTo(ExitCode.NOT_ALL_LABELLED);
    }

    @Test
    void shouldFindNothingWrongWithTopicsOfItsOwn() {
        assertThat(Cli.onCluster("topics", "create", "--topic-prefix", "own.").out())
                .contains("created  own.resumes" + System.lineSeparator());
        assertThat(Cli.onCluster("topics", "create", "--topic-prefix", "own.").out())
                .contains("existed  own.resumes" + System.lineSeparator());

        Result checked = Cli.onCluster("topics", "check", "--topic-prefix", "own.");

        assertThat(checked.exitCode()).isEqualTo(ExitCode.DONE);
        assertThat(checked.out()).isEqualTo("all topics are as required" + System.lineSeparator());
        Result json = Cli.onCluster("topics", "check", "--topic-prefix", "own.", "--json");
        assertThat(json.exitCode()).isEqualTo(ExitCode.DONE);
        assertThat(json.out()).contains("\"ok\" : true", "\"problems\" : [ ]");
    }

    @Test
    void shouldNameTopicsThatAreMissingOrMadeOtherwise() throws ExecutionException, InterruptedException {
        try (Admin admin = Clients.of(SharedStack.get().settings()).admin()) {
            admin.createTopics(List.of(
                            new NewTopic("odd.resumes", 3, (short) 1),
                            new NewTopic("odd.label-votes", 2, (short) 1),
                            new NewTopic("odd.training-examples", 3, (short) 1)
                                    .configs(Map.of("cleanup.policy", "delete"))))
                    .all()
                    .get();
        }

        Result checked = Cli.onCluster("topics", "check", "--topic-prefix", "odd.");

        assertThat(checked.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(checked.out())
                .contains("Topic odd.label-votes has 2 partitions but odd.resumes has 3")
                .contains("Topic odd.training-examples has cleanup.policy=delete instead of")
                .contains("Topic odd.labelled-roles is missing");
        Result json = Cli.onCluster("topics", "check", "--topic-prefix", "odd.", "--json");
        assertThat(json.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(json.out()).contains("\"ok\" : false", "\"Topic odd.labelled-roles is missing");
    }

    @Test
    void shouldReportDifferencesOfExistingTopicsWhenItCreatesTheOthers() throws Exception {
        try (Admin admin = Clients.of(SharedStack.get().settings()).admin()) {
            admin.createTopics(List.of(new NewTopic("old.resumes", 4, (short) 1)))
                    .all()
                    .get();
        }

        assertThat(Cli.onCluster("topics", "create", "--topic-prefix", "old.").out())
                .contains("existed  old.resumes", "Topic old.resumes has compression.type=producer");
    }

    @Test
    void shouldRefuseToSkipARecordWhileTheServiceRuns() throws IOException {
        StringBuilder lines = new StringBuilder("id,skills\n");
        IntStream.range(0, 40).forEach(i -> lines.append("skip-").append(i).append(",Java\n"));
        Cli.onCluster(
                "produce", Files.writeString(directory.resolve("a.csv"), lines).toString());

        Result active = Cli.onCluster(
                "topics", "skip", "--topic", "resumes", "--partition", "0", "--offset", "0", "--why", "a test");

        assertThat(active.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(active.err()).contains("is active", "stop all of its instances");
    }

    @Test
    void shouldSayThatATopicToConsumeIsMissing() {
        Result result = Cli.onCluster("consume", "labels", "--topic-prefix", "nowhere.", "--until-end");

        assertThat(result.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(result.err()).contains("no topic nowhere.labelled-roles", "topics create");
    }

    @Test
    void shouldRefuseToServeWithoutTopics() {
        Result result = Cli.onCluster("stream", "--topic-prefix", "nowhere.", "-s", "state.directory=" + directory);

        assertThat(result.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(result.err()).contains("Topic nowhere.resumes is missing");
    }

    @Test
    @Tag("full")
    void shouldSayInSecondsThatKafkaCannotBeReached() {
        Result result = Cli.run("topics", "check", "-b", "127.0.0.1:1");

        assertThat(result.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(result.err()).contains("Kafka at 127.0.0.1:1 can't be reached");
    }

    private static void awaitLine(String what, String... parts) {
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(Cli.onCluster("consume", what, "--until-end")
                                .out()
                                .lines())
                        .anySatisfy(line -> assertThat(line).contains(parts)));
    }
}
