package io.rolestream.system.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.rolestream.events.Decider;
import io.rolestream.events.LabelledRole;
import io.rolestream.events.Vote;
import io.rolestream.schemas.serde.GeneratedRecords;
import io.rolestream.schemas.topics.Topics;
import java.io.IOException;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.avro.LogicalTypes;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.runtime.SinkConnectorConfig;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.transforms.Transformation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * The example of a sink, checked with Kafka Connect's own classes. The sink itself and Confluent's converter are not
 * here.
 */
class ConnectExampleTest {
    private static final String OVERRIDE = "consumer.override.";
    private static final String TRANSFORM = "transforms.scalars.";

    private final Map<String, String> config = new HashMap<>();

    ConnectExampleTest() throws IOException {
        GeneratedRecords.trust(); // labels have defaults
        JsonNode file = new JsonMapper()
                .readTree(
                        ExampleClients.EXAMPLES.resolve("connect-postgres.json").toFile());
        assertThat(file.path("name").asText()).isNotBlank();
        file.path("config")
                .properties()
                .forEach(setting ->
                        config.put(setting.getKey(), setting.getValue().textValue()));
    }

    @Test
    void shouldBeValidForConnect() {
        Map<String, String> named = new HashMap<>(config);
        named.put("name", "rolestream-labels");

        SinkConnectorConfig.validate(named);

        assertThat(SinkConnectorConfig.configDef().validate(named))
                .filteredOn(value -> !value.errorMessages().isEmpty())
                .as("only the class of the converter, which comes from Confluent, is unknown")
                .map(ConfigValue::name)
                .containsExactly("value.converter");
        assertThat(SinkConnectorConfig.parseTopicsList(named))
                .containsExactly(Topics.unprefixed().labelledRoles());
    }

    @Test
    void shouldReadCommittedLabelsFromTheBeginning() {
        Map<String, Object> overrides = new HashMap<>();
        config.forEach((name, value) -> {
            if (name.startsWith(OVERRIDE)) {
                overrides.put(name.substring(OVERRIDE.length()), value);
            }
        });

        assertThat(ConsumerConfig.configNames()).containsAll(overrides.keySet());
        assertThat(overrides)
                .containsEntry("isolation.level", "read_committed")
                .containsEntry("auto.offset.reset", "earliest");
    }

    @Test
    void shouldKeepTheFieldsThatAColumnCanHold() throws Exception {
        LabelledRole label = LabelledRole.newBuilder()
                .setResumeId("r-1")
                .setRole("Data Engineer")
                .setDecidedBy(Decider.MODEL)
                .setConfidence(0.75f)
                .setRuleVote(Vote.newBuilder().setRole("Other").build())
                .setLabelledAt(Instant.parse("2026-03-04T12:00:00Z"))
                .build();
        try (Transformation<SinkRecord> transform = transform()) {
            Struct kept = (Struct) transform.apply(record(connect(label))).value();

            assertThat(kept.schema().fields()).map(Field::name).containsExactlyInAnyOrder(included());
            assertThat(kept.schema().fields())
                    .allMatch(field -> field.schema().type().isPrimitive());
            assertThat(kept.getString("role")).isEqualTo("Data Engineer");
            assertThat(kept.getString("decidedBy")).isEqualTo("MODEL");
            assertThat(kept.getFloat32("confidence")).isEqualTo(0.75f);
            assertThat(kept.get("labelledAt")).isEqualTo(Date.from(label.getLabelledAt()));
            assertThat(transform.apply(record(null)).value())
                    .as("a resume that was forgotten is deleted")
                    .isNull();
        }
        assertThat(config).containsEntry("delete.enabled", "true").containsEntry("primary.key.mode", "record_key");
    }

    private String[] included() {
        return String.valueOf(config.get(TRANSFORM + "include")).split(",");
    }

    @SuppressWarnings("unchecked")
    private Transformation<SinkRecord> transform() throws ReflectiveOperationException {
        Map<String, String> settings = config.entrySet().stream()
                .filter(setting -> setting.getKey().startsWith(TRANSFORM))
                .filter(setting -> !setting.getKey().equals(TRANSFORM + "type"))
                .collect(Collectors.toMap(
                        setting -> setting.getKey().substring(TRANSFORM.length()), Map.Entry::getValue));
        Transformation<SinkRecord> transform =
                (Transformation<SinkRecord>) Class.forName(String.valueOf(config.get(TRANSFORM + "type")))
                        .getConstructor()
                        .newInstance();
        assertThat(transform.config().names()).containsAll(settings.keySet());
        transform.configure(settings);
        return transform;
    }

    private static SinkRecord record(@Nullable Struct value) {
        return new SinkRecord(
                "labelled-roles", 0, Schema.STRING_SCHEMA, "r-1", value == null ? null : value.schema(), value, 0);
    }

    /**
     * The event as Confluent's converter makes it: enums are strings, nullable unions optional, times logical types.
     */
    private static Struct connect(LabelledRole label) {
        SchemaBuilder schema = SchemaBuilder.struct().name(label.getSchema().getFullName());
        label.getSchema().getFields().forEach(field -> schema.field(field.name(), connect(field.schema())));
        Struct struct = new Struct(schema.build());
        for (var field : label.getSchema().getFields()) {
            Object value = label.get(field.pos());
            struct.put(
                    field.name(),
                    value instanceof Instant time
                            ? Date.from(time)
                            : value instanceof Enum<?> constant
                                    ? constant.name()
                                    : value instanceof Vote ? null : value instanceof List<?> ? List.of() : value);
        }
        return struct;
    }

    private static Schema connect(org.apache.avro.Schema schema) {
        if (schema.getLogicalType() instanceof LogicalTypes.TimestampMillis) {
            return Timestamp.SCHEMA;
        }
        return switch (schema.getType()) {
            case STRING, ENUM -> Schema.STRING_SCHEMA;
            case FLOAT -> Schema.FLOAT32_SCHEMA;
            case BOOLEAN -> Schema.BOOLEAN_SCHEMA;
            case INT -> Schema.INT32_SCHEMA;
            case LONG -> Schema.INT64_SCHEMA;
            case ARRAY -> SchemaBuilder.array(Schema.STRING_SCHEMA).build();
            default -> SchemaBuilder.struct().optional().build(); // a vote or null
        };
    }
}
