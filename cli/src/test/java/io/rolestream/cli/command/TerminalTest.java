package io.rolestream.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.rolestream.cli.Main;
import io.rolestream.cli.support.ExitCode;
import io.rolestream.cli.testing.ChildCommand;
import io.rolestream.cli.testing.Cli;
import io.rolestream.cli.testing.Cli.Result;
import io.rolestream.cli.testing.SharedStack;
import io.rolestream.common.config.ConnectionConfig;
import io.rolestream.common.text.Printable;
import io.rolestream.events.ModelStage;
import io.rolestream.events.ModelVersion;
import io.rolestream.events.WorkerState;
import io.rolestream.events.WorkerStatus;
import io.rolestream.schemas.serde.AvroSerde;
import io.rolestream.schemas.topics.Topics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What strangers wrote is printed, but controls no terminal. */
class TerminalTest {
    private static final String PREFIX = "terminal.";
    private static final Topics TOPICS = new Topics(PREFIX);
    private static final String EVIL = "\u001b[2J\u009b31m\u202e\u2066\u0007\u007f\u001b]0;x\u0007evil";
    private static final String EVIL_LINE = "\r" + EVIL;
    private static final String FORGED = EVIL_LINE + "\nroberta/v9: CHAMPION";

    @Test
    @Tag("full")
    void shouldShowVersionsOfStrangers() throws Exception {
        run("topics", "create");
        var registry = SharedStack.get().cluster().registry();
        send(
                TOPICS.modelVersions(),
                "roberta/" + EVIL,
                new AvroSerde<>(ModelVersion.class, registry)
                        .serializer()
                        .serialize(
                                TOPICS.modelVersions(),
                                ModelVersion.newBuilder()
                                        .setName("roberta")
                                        .setVersion(EVIL)
                                        .setBaseCheckpoint(FORGED)
                                        .setLocation(FORGED)
                                        .setGateReasons(List.of(FORGED))
                                        .setStage(ModelStage.CHAMPION)
                                        .build()));
        send(
                TOPICS.workerStatus(),
                EVIL_LINE,
                new AvroSerde<>(WorkerStatus.class, registry)
                        .serializer()
                        .serialize(
                                TOPICS.workerStatus(),
                                WorkerStatus.newBuilder()
                                        .setWorkerId(FORGED)
                                        .setModelName("roberta")
                                        .setState(WorkerState.RUNNING)
                                        .setModelVersion(EVIL)
                                        .setRefusedVersion(EVIL)
                                        .setRefusalReason(FORGED)
                                        .build()));
        for (Result shown : List.of(run("models", "list"), run("models", "show", EVIL))) {
            requireSafe(shown, "evil");
            assertThat(shown.out().lines()).noneMatch(line -> line.startsWith("roberta/v9"));
        }
        Result json = run("models", "show", EVIL, "--json");
        requireSafe(json, "evil");
        assertThat(new JsonMapper().readTree(json.out()).toString()).contains("\u202e");
        requireSafe(run("models", "promote", "absent"), "absent");
    }

    @Test
    @Tag("full")
    void shouldShowDeadLettersOfStrangers() throws Exception {
        run("topics", "create");
        send(TOPICS.resumesDlq(), EVIL_LINE, EVIL.getBytes(StandardCharsets.UTF_8));
        Result result = run("consume", "dead-letters", "--until-end");
        requireSafe(result, "evil");
        assertThat(new JsonMapper().readTree(result.out()).get("key").textValue())
                .isEqualTo(EVIL_LINE);
    }

    @Test
    void shouldShowArgumentsAndFilesOfStrangers(@TempDir Path directory) throws Exception {
        requireSafe(Cli.run("rules", "explain", "Java " + EVIL), "");
        requireSafe(Cli.run("label", "absent" + EVIL_LINE), "absent");
        requireSafe(Cli.run("no" + EVIL_LINE), "evil");
        Path rules =
                Files.writeString(directory.resolve("rules.yml"), "version: \"" + EVIL.replace("\u001b", "\\e") + "\"");
        requireSafe(Cli.run("rules", "explain", "Java", "--rules", rules.toString()), "");
    }

    @Test
    void shouldBeSafeInAProcessOfItsOwn(@TempDir Path directory) throws Exception {
        try (ChildCommand label = new ChildCommand(directory, "label", "absent" + EVIL)) {
            label.process().waitFor();
            requireSafe(new Result(1, label.out(), label.err()), "absent");
        }
    }

    /** A device on which nothing can be written, as on a full disk. */
    @Test
    void shouldFailWhereItsOutputCannotBeWritten() throws Exception {
        Path full = Path.of("/dev/full");
        assumeTrue(Files.exists(full));
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "generate",
                        "-n",
                        "3")
                .redirectOutput(full.toFile())
                .start();
        String said = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isEqualTo(ExitCode.FAILED);
        assertThat(said)
                .startsWith("rolestream: ")
                .contains("No space left on device")
                .hasLineCount(1);
    }

    private static void requireSafe(Result result, String contained) {
        String printed = result.out() + result.err();
        assertThat(printed).contains(contained).isEqualTo(Printable.of(printed));
    }

    private static Result run(String... arguments) {
        return Cli.onCluster(
                Stream.concat(Stream.of(arguments), Stream.of("--set", ConnectionConfig.TOPIC_PREFIX + "=" + PREFIX))
                        .toArray(String[]::new));
    }

    private static void send(String topic, String key, byte[] value) throws Exception {
        try (var producer = new KafkaProducer<>(
                Map.of(ConnectionConfig.BOOTSTRAP_SERVERS, (Object)
                        SharedStack.get().kafka().bootstrapServers()),
                new StringSerializer(),
                new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(
                            topic,
                            null,
                            key,
                            value,
                            new RecordHeaders().add(EVIL, EVIL.getBytes(StandardCharsets.UTF_8))))
                    .get();
        }
    }
}
