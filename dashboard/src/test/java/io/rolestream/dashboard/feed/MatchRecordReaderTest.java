package io.rolestream.dashboard.feed;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rolestream.common.clients.Cluster;
import io.rolestream.common.config.ConnectionConfig;
import io.rolestream.common.config.Settings;
import io.rolestream.dashboard.live.LiveState.Read;
import io.rolestream.dashboard.matches.MatchState;
import io.rolestream.schemas.registry.InMemorySchemaRegistry;
import io.rolestream.schemas.topics.Topics;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Jobs and feedback of any producer are to the page what they are to the recommender and the trainer. */
class MatchRecordReaderTest {
    private static final Topics TOPICS = Topics.unprefixed();
    private static final long NOW = 1_772_000_000_000L;
    private static final int TEXT_CHARS = 1_000;
    private static final Read LIVE = new Read(NOW, true);

    private final MatchState state = new MatchState(true);
    private final MatchRecordReader reader = new MatchRecordReader(
            Cluster.of(Settings.of(ConnectionConfig.define(new ConfigDef()), Map.of()), new InMemorySchemaRegistry()),
            TEXT_CHARS,
            state);
    private long offset;

    @Test
    void shouldTakeTheDeadlinesThatTheRecommenderTakes() {
        Map<String, String> deadlines = Map.of(
                "open-seconds", Long.toString(NOW / 1_000 + 3_600),
                "open-year-9999", "\"9999-12-31T00:00:00Z\"",
                "open-negative", "-5",
                "open-beyond", Long.toString(Long.MAX_VALUE),
                "closed-seconds", Long.toString(NOW / 1_000 - 3_600),
                "closed-millis", Long.toString(NOW - 1));
        deadlines.forEach((id, deadline) -> read(
                TOPICS.jobs(), id, "{\"title\": \"Cook\", \"skills\": \"soups\", \"openUntil\": " + deadline + "}"));

        assertThat(state.find("cook", NOW))
                .hasSize(deadlines.size())
                .allSatisfy(job ->
                        assertThat(job.open()).as(job.id()).isEqualTo(job.id().startsWith("open-")));
    }

    @Test
    void shouldSkipJobsThatBecomeDeadLetters() {
        read(TOPICS.jobs(), "kept", "{\"title\": \"Cook\", \"skills\": \"soups\"}");
        read(TOPICS.jobs(), "long", "{\"title\": \"%s\", \"skills\": \"soups\"}".formatted("Cook ".repeat(200_000)));
        read(
                TOPICS.jobs(),
                "long-skills",
                "{\"title\": \"Cook\", \"skills\": \"%s\"}".formatted("x".repeat(TEXT_CHARS + 1)));
        read(TOPICS.jobs(), "empty", "{\"title\": \"Cook\"}");
        read(TOPICS.jobs(), "key", "{\"jobId\": \"another\", \"title\": \"Cook\", \"skills\": \"soups\"}");
        read(TOPICS.jobs(), " ", "{\"title\": \"Cook\", \"skills\": \"soups\"}");
        read(TOPICS.jobs(), null, "{\"title\": \"Cook\", \"skills\": \"soups\"}");
        read(TOPICS.jobs(), "broken", "{\"title\": \"Cook\", ");

        assertThat(state.find("", NOW)).extracting(MatchState.Found::id).containsExactly("kept");

        read(TOPICS.jobs(), "kept", null);

        assertThat(state.find("", NOW)).isEmpty();
    }

    @Test
    void shouldTakeTheResumeOfFeedbackFromTheKey() {
        feedback("{\"jobId\": \"j\", \"action\": \"SHOWN\", \"position\": 3, \"revision\": 1}");
        feedback("{\"jobId\": \"j\", \"action\": \"OPENED\", \"position\": 3, \"revision\": 1}");
        feedback("{\"resumeId\": \"r\", \"jobId\": \"j\", \"action\": \"APPLIED\", \"revision\": 1}");

        assertThat(quality().at("/candidates/all/shown").asInt()).isEqualTo(1);
        assertThat(quality().at("/candidates/all/opened/count").asInt()).isEqualTo(1);
        assertThat(quality().path("withoutShown").asInt()).isZero();
    }

    @Test
    void shouldCountFeedbackThatIsNoneAsUnreadable() {
        feedback("{\"jobId\": \"j\", \"action\": \"SHOWN\", \"position\": -1}");
        feedback("{\"jobId\": \"j\", \"action\": \"BOUGHT\"}");
        feedback("{\"jobId\": \" \", \"action\": \"SHOWN\"}");
        feedback("{\"resumeId\": \"another\", \"jobId\": \"j\", \"action\": \"SHOWN\"}");
        feedback("null");

        assertThat(quality().at("/candidates/all/shown").asInt()).isZero();
        assertThat(part(state.everySecond(NOW), "matches").path("unreadable").asInt())
                .isEqualTo(5);
    }

    private void feedback(String json) {
        read(TOPICS.jobFeedback(), "r", json);
    }

    private void read(String topic, @Nullable String key, @Nullable String value) {
        reader.read(
                new ConsumerRecord<>(
                        topic,
                        0,
                        offset++,
                        NOW,
                        TimestampType.CREATE_TIME,
                        ConsumerRecord.NULL_SIZE,
                        ConsumerRecord.NULL_SIZE,
                        bytes(key),
                        bytes(value),
                        new RecordHeaders(),
                        Optional.empty()),
                LIVE);
    }

    private static byte @Nullable [] bytes(@Nullable String text) {
        return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
    }

    private JsonNode quality() {
        return part(state.everyFewSeconds(NOW), "quality");
    }

    private static JsonNode part(Map<String, Object> parts, String name) {
        return new ObjectMapper().valueToTree(parts).path(name);
    }
}
