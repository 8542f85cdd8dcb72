package io.rolestream.system.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolestream.common.clients.Clients;
import io.rolestream.common.clients.TopicAdmin;
import io.rolestream.common.config.ConnectionConfig;
import io.rolestream.common.config.Settings;
import io.rolestream.embedded.EmbeddedKafka;
import io.rolestream.events.Decider;
import io.rolestream.events.LabelledRole;
import io.rolestream.events.Vote;
import io.rolestream.local.services.Configuration;
import io.rolestream.schemas.serde.AvroSerde;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * The examples that people copy. That in Python is run by the tests of the embedded broker, with the profile
 * {@code registry}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ExamplesTest {
    private static final Path EXAMPLES = Path.of("..", "examples");
    private static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();
    private static final String CLASS_PATH = System.getProperty("java.class.path");

    private final EmbeddedKafka kafka = EmbeddedKafka.startTemporary();

    @BeforeAll
    void label() throws Exception {
        Settings settings =
                Settings.of(Configuration.definitions(), Map.of("bootstrap.servers", kafka.bootstrapServers()));
        try (Admin admin = Clients.of(settings).admin()) {
            TopicAdmin.create(admin, Configuration.catalogue(settings), (short) 1);
        }
        try (KafkaProducer<String, LabelledRole> producer = new KafkaProducer<>(
                Map.of(ConnectionConfig.BOOTSTRAP_SERVERS, (Object)
                        settings.string(ConnectionConfig.BOOTSTRAP_SERVERS)),
                new StringSerializer(),
                new AvroSerde<>(LabelledRole.class, kafka.registry()).serializer())) {
            for (LabelledRole label : List.of(
                    label("a", "Data Engineer", Decider.RULE),
                    label("b", "Cloud Engineer", Decider.MODEL),
                    label("c", "Data Engineer", Decider.HUMAN))) {
                producer.send(new ProducerRecord<>("labelled-roles", label.getResumeId(), label))
                        .get();
            }
            LabelledRole repeated = LabelledRole.newBuilder(label("b", "Cloud Engineer", Decider.MODEL))
                    .setRepeatsDecision(true)
                    .build();
            producer.send(new ProducerRecord<>("labelled-roles", "b", repeated)).get();
            producer.send(new ProducerRecord<>("labelled-roles", "d", null)).get();
            LabelledRole revised = LabelledRole.newBuilder(label("c", "Cloud Engineer", Decider.HUMAN))
                    .setRevision(2)
                    .build();
            producer.send(new ProducerRecord<>("labelled-roles", "c", revised)).get();
            producer.send(new ProducerRecord<>("labelled-roles", "e\"1", label("e\"1", "Other", Decider.RULE)))
                    .get();
            producer.send(new ProducerRecord<>("labelled-roles", "f", label("f", "Other", Decider.RULE)))
                    .get();
            producer.send(new ProducerRecord<>("labelled-roles", "f", null)).get();
        }
    }

    private static LabelledRole label(String resume, String role, Decider decider) {
        return LabelledRole.newBuilder()
                .setResumeId(resume)
                .setRole(role)
                .setDecidedBy(decider)
                .setConfidence(0.75f)
                .setRuleVote(Vote.newBuilder().setRole("Other").build())
                .build();
    }

    @AfterAll
    void stop() {
        kafka.close();
    }

    @Test
    void shouldReadLabelsInJava(@TempDir Path directory) throws Exception {
        assertThat(run(
                        directory,
                        JAVA,
                        "-cp",
                        CLASS_PATH,
                        EXAMPLES.resolve("ConsumeLabels.java").toString(),
                        kafka.bootstrapServers(),
                        kafka.schemaRegistryUrl(),
                        "8"))
                .containsExactlyInAnyOrder(
                        "a\tData Engineer\tRULE\t0.75",
                        "b\tCloud Engineer\tMODEL\t0.75",
                        "c\tData Engineer\tHUMAN\t0.75",
                        "d\tforgotten",
                        "c\tCloud Engineer\tHUMAN\t0.75",
                        "e\"1\tOther\tRULE\t0.75",
                        "f\tOther\tRULE\t0.75",
                        "f\tforgotten");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void shouldCountLabelsInTheConsole(@TempDir Path directory) throws Exception {
        Path command = directory.resolve("rolestream");
        Files.writeString(
                command, "#!/bin/sh\nexec '%s' -cp '%s' io.rolestream.cli.Main \"$@\"%n".formatted(JAVA, CLASS_PATH));
        assertThat(command.toFile().setExecutable(true)).isTrue();

        assertThat(run(
                        directory,
                        EXAMPLES.resolve("count_labels.sh").toString(),
                        "-b",
                        kafka.bootstrapServers(),
                        "--schema-registry-url",
                        kafka.schemaRegistryUrl()))
                .map(String::strip)
                .containsExactly("2 Cloud Engineer", "1 Other", "1 Data Engineer");
    }

    /** Runs a command with the directory first on the path; returns what it prints, line by line. */
    private static List<String> run(Path directory, String... command) throws Exception {
        Path errors = directory.resolve("errors");
        Path output = directory.resolve("output");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectError(errors.toFile()).redirectOutput(output.toFile());
        builder.environment().merge("PATH", directory.toString(), (path, first) -> first + ":" + path);
        Process process = builder.start();
        try {
            assertThat(process.waitFor(300, TimeUnit.SECONDS)).as("it ends").isTrue();
            assertThat(process.exitValue()).as(Files.readString(errors)).isZero();
            return Files.readAllLines(output, StandardCharsets.UTF_8);
        } finally {
            process.destroyForcibly();
        }
    }
}
