package io.rolestream.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.rolestream.common.clients.TopicAdmin;
import io.rolestream.events.Decider;
import io.rolestream.events.Evidence;
import io.rolestream.events.LabelledRole;
import io.rolestream.events.RoleScore;
import io.rolestream.events.Vote;
import io.rolestream.schemas.registry.HttpSchemaRegistry;
import io.rolestream.schemas.registry.PortableSchema;
import io.rolestream.schemas.registry.RegistryConfig;
import io.rolestream.schemas.registry.SchemaRegistry;
import io.rolestream.schemas.registry.SchemaRegistryException;
import io.rolestream.schemas.registry.SchemaRegistryException.Reason;
import io.rolestream.schemas.serde.AvroSerde;
import io.rolestream.schemas.topics.TopicCatalogue;
import io.rolestream.schemas.topics.TopicSpec;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.specific.SpecificData;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Against software that is not ours: Apicurio Registry keeps the schemas, Confluent's Python client reads the records.
 */
@Tag("registry")
class IndependentClientTest {
    private static final int RECORDS = 50;
    private static final String TOPIC = TopicCatalogue.standard().topics().labelledRoles();
    private static final Path TARGET = Path.of("target");

    @Test
    void shouldBeReadThroughApicurio() throws Exception {
        Path directory = Path.of(Objects.requireNonNull(System.getProperty("apicurio.directory")));
        var python = PythonClient.install(TARGET.resolve("venv"));
        try (var kafka = EmbeddedKafka.startTemporary();
                var apicurio = Apicurio.start(directory, TARGET.resolve("apicurio.log"))) {
            apicurio.setCompatibility("BACKWARD_TRANSITIVE");
            var registry = new HttpSchemaRegistry(RegistryConfig.of(apicurio.url()));
            shouldKeepEverySchema(registry, apicurio.url());
            shouldRefuseWhatIsIncompatible(registry);
            shouldBeRead(kafka, registry, apicurio.url().toString(), python);
        }
    }

    @Test
    void shouldBeReadThroughTheEmbeddedRegistry() throws Exception {
        var python = PythonClient.install(TARGET.resolve("venv"));
        try (var kafka = EmbeddedKafka.startTemporary()) {
            var url = URI.create(kafka.schemaRegistryUrl());
            var registry = new HttpSchemaRegistry(RegistryConfig.of(url));
            shouldKeepEverySchema(registry, url);
            shouldRefuseWhatIsIncompatible(registry);
            shouldBeRead(kafka, registry, kafka.schemaRegistryUrl(), python);
            assertThat(python.runExample(kafka.bootstrapServers(), kafka.schemaRegistryUrl(), RECORDS + 1))
                    .hasSize(RECORDS + 1)
                    .contains("r-16\t.NET Developer\tMODEL\t0.25", "forgotten\tforgotten");
        }
    }

    private static void shouldKeepEverySchema(SchemaRegistry registry, URI url) {
        var fresh = new HttpSchemaRegistry(RegistryConfig.of(url).withAutoRegister(false));
        for (TopicSpec spec : TopicCatalogue.standard().all()) {
            if (spec.value().isPresent()) {
                var schema = PortableSchema.of(
                        SpecificData.get().getSchema(spec.value().orElseThrow()));
                int id = registry.register(spec.name() + "-value", schema);
                assertThat(fresh.register(spec.name() + "-value", schema)).isEqualTo(id);
                assertThat(fresh.byId(spec.name() + "-value", id)).isEqualTo(schema);
            }
        }
        assertThatThrownBy(() -> fresh.byId(TOPIC + "-value", 999_999))
                .isInstanceOfSatisfying(
                        SchemaRegistryException.class,
                        e -> assertThat(e.reason()).isEqualTo(Reason.NOT_FOUND));
    }

    private static void shouldRefuseWhatIsIncompatible(SchemaRegistry registry) {
        var other = SchemaBuilder.record("LabelledRole")
                .namespace("io.rolestream.events")
                .fields()
                .requiredInt("role")
                .endRecord();
        assertThatThrownBy(() -> registry.register(TOPIC + "-value", other))
                .isInstanceOfSatisfying(
                        SchemaRegistryException.class,
                        e -> assertThat(e.reason()).isEqualTo(Reason.INCOMPATIBLE));
    }

    private static void shouldBeRead(
            EmbeddedKafka kafka, SchemaRegistry registry, String registryUrl, PythonClient python) throws Exception {
        try (var admin = PlainClients.admin(kafka)) {
            TopicAdmin.create(admin, TopicCatalogue.standard(), (short) 1);
        }
        var sent = new ArrayList<LabelledRole>();
        try (var producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers()),
                new StringSerializer(),
                new AvroSerde<>(LabelledRole.class, registry).serializer())) {
            for (int i = 0; i < RECORDS; i++) {
                sent.add(label(i));
                producer.send(new ProducerRecord<>(TOPIC, sent.get(i).getResumeId(), sent.get(i)))
                        .get();
            }
            producer.send(new ProducerRecord<>(TOPIC, "forgotten", null)).get();
        }
        List<JsonNode> read = python.read(kafka.bootstrapServers(), registryUrl, TOPIC);
        assertThat(read).hasSize(RECORDS + 1);
        for (LabelledRole label : sent) {
            assertThat(read)
                    .filteredOn(record -> record.path("key").asText().equals(label.getResumeId()))
                    .singleElement()
                    .satisfies(record -> shouldAgree(record.path("value"), label));
        }
        assertThat(read)
                .filteredOn(record -> record.path("key").asText().equals("forgotten"))
                .singleElement()
                .satisfies(record -> assertThat(record.path("value").isNull()).isTrue());
    }

    private static void shouldAgree(JsonNode value, LabelledRole label) {
        assertThat(value.path("role").asText()).isEqualTo(label.getRole());
        assertThat(value.path("decidedBy").asText()).isEqualTo("MODEL");
        assertThat((float) value.path("confidence").asDouble()).isEqualTo(label.getConfidence());
        assertThat(value.path("resumeOffset").asLong()).isEqualTo(label.getResumeOffset());
        assertThat(value.path("humanVote").isNull()).isTrue();
        assertThat(value.path("submittedAt").asText()).startsWith("2026-03-04 12:00:00");
        JsonNode vote = value.path("ruleVote");
        assertThat(vote.path("scores").size()).isEqualTo(2);
        assertThat(vote.path("evidence").path(0).path("keyword").asText()).isEqualTo("c# 数据 ü");
        assertThat(vote.path("evidence").path(0).path("end").asInt()).isEqualTo(9);
    }

    private static LabelledRole label(int i) {
        var noon = Instant.parse("2026-03-04T12:00:00Z");
        var vote = Vote.newBuilder()
                .setLabeller("rules")
                .setRole(".NET Developer")
                .setScores(List.of(new RoleScore(".NET Developer", 3.5f), new RoleScore("Other", 0.25f)))
                .setEvidence(List.of(new Evidence("c# 数据 ü", 2, 9)))
                .setVotedAt(noon)
                .build();
        return LabelledRole.newBuilder()
                .setResumeId("r-" + i)
                .setRole(".NET Developer")
                .setDecidedBy(Decider.MODEL)
                .setConfidence(i / 64f)
                .setRuleVote(vote)
                .setResumeOffset((long) Integer.MAX_VALUE + i)
                .setSubmittedAt(noon)
                .setLabelledAt(noon.plusMillis(i))
                .build();
    }
}
