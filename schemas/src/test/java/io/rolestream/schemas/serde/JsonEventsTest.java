package io.rolestream.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolestream.events.Decider;
import io.rolestream.events.LabelledRole;
import io.rolestream.events.RoleScore;
import io.rolestream.events.Vote;
import io.rolestream.schemas.Records;
import io.rolestream.schemas.registry.InMemorySchemaRegistry;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;

/** Events as plain JSON, and back. */
class JsonEventsTest {
    private static final String TOPIC = "labelled-roles";

    private final AvroDeserializer<LabelledRole> deserializer =
            new AvroDeserializer<>(LabelledRole.class, new InMemorySchemaRegistry());

    @Test
    void shouldReadWhatItWrites() {
        assertThat(deserializer.deserialize(TOPIC, json(Records.label("r-ä")))).isEqualTo(Records.label("r-ä"));
    }

    @Test
    void shouldKeepScoresThatJsonHasNoNumberFor() {
        LabelledRole label = LabelledRole.newBuilder(Records.label("r-1"))
                .setModelVote(Vote.newBuilder(Records.vote("roberta"))
                        .setScores(List.of(
                                new RoleScore("A", Float.NaN),
                                new RoleScore("B", Float.NEGATIVE_INFINITY),
                                new RoleScore("C", Float.MIN_VALUE)))
                        .build())
                .build();
        assertThat(deserializer.deserialize(TOPIC, json(label))).hasToString(label.toString());
    }

    @Test
    void shouldTellEveryEventFromJson() {
        for (Class<? extends SpecificRecord> type : Records.TYPES) {
            Schema.Type first = SpecificData.get()
                    .getSchema(type)
                    .getFields()
                    .get(0)
                    .schema()
                    .getType();
            // A length or an index; a brace would be a negative one.
            assertThat(first).as(type.getSimpleName()).isIn(Schema.Type.STRING, Schema.Type.UNION);
        }
    }

    @Test
    void shouldWriteUnionsAndTimesPlainly() {
        assertThat(new String(json(Records.label("r-1")), StandardCharsets.UTF_8))
                .startsWith("{\"resumeId\":\"r-1\",\"role\":\"Data Engineer\",\"decidedBy\":\"MODEL\",")
                .contains("\"humanVote\":null", "\"submittedAt\":\"2026-03-04T12:00:00Z\"");
    }

    @Test
    void shouldReadTheValuesOfANewerVersion() {
        byte[] json = "{\"resumeId\":\"r-1\",\"decidedBy\":\"COMMITTEE\",\"added\":1}".getBytes(StandardCharsets.UTF_8);
        LabelledRole label = Objects.requireNonNull(deserializer.deserialize(TOPIC, json));
        assertThat(label.getDecidedBy()).isEqualTo(Decider.UNKNOWN);
        assertThat(label.getRevision()).isEqualTo(1);
    }

    @Test
    void shouldSayWhichPartIsWrong() {
        byte[] json =
                "{\"ruleVote\":{\"scores\":[{\"role\":\"A\",\"score\":\"high\"}]}}".getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> deserializer.deserialize(TOPIC, json))
                .isInstanceOf(NotJsonException.class)
                .hasMessageContaining("/ruleVote/scores/0/score: text instead of a number");
    }

    private static byte[] json(LabelledRole label) {
        return Objects.requireNonNull(new JsonSerializer<LabelledRole>().serialize(TOPIC, label));
    }
}
