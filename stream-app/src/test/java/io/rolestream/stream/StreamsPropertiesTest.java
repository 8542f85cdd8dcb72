package io.rolestream.stream;

import static io.rolestream.stream.TopologyDriver.TOPICS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.rolestream.common.config.ConfigurationException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.streams.StreamsConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StreamsPropertiesTest {
    @Test
    void shouldProcessExactlyOnce() {
        assertThat(of(Map.of()))
                .containsEntry(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
    }

    @Test
    void shouldSendDeadLettersToTheirTopic() {
        assertThat(of(Map.of()))
                .containsEntry(StreamsConfig.ERRORS_DEAD_LETTER_QUEUE_TOPIC_NAME_CONFIG, TOPICS.resumesDlq());
    }

    @Test
    void shouldPassOnWhatStandsUnderKafka() {
        assertThat(of(Map.of("kafka.commit.interval.ms", "700", "kafka.sasl.mechanism", "PLAIN")))
                .containsEntry("commit.interval.ms", "700")
                .containsEntry("sasl.mechanism", "PLAIN");
    }

    @Test
    void shouldReplaceItsOwnTuningByAPlainKey() {
        assertThat(of(Map.of("kafka.linger.ms", "7"))).containsEntry("producer.linger.ms", "7");
    }

    @ParameterizedTest
    @ValueSource(strings = {"kafka.processing.guarantee", "kafka.main.consumer.isolation.level", "kafka.producer.acks"})
    void shouldRefuseWhatWouldBreakExactlyOnce(String key) {
        assertThatThrownBy(() -> of(Map.of(key, "at_least_once")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(key);
    }

    @Test
    void shouldJoinAsAStaticMemberWhereTheInstanceHasAName() {
        assertThat(of(Map.of("instance.id", "pod-3"))).containsEntry("main.consumer.group.instance.id", "pod-3");
        assertThat(of(Map.of())).doesNotContainKey("main.consumer.group.instance.id");
    }

    @Test
    void shouldRunAThreadForEachProcessorUnlessToldOtherwise() {
        assertThat(of(Map.of()))
                .containsEntry(
                        StreamsConfig.NUM_STREAM_THREADS_CONFIG,
                        Runtime.getRuntime().availableProcessors());
        assertThat(of(Map.of("stream.threads", "3"))).containsEntry(StreamsConfig.NUM_STREAM_THREADS_CONFIG, 3);
    }

    @Test
    void shouldKeepStateUnderTheHomeDirectory() {
        assertThat(StreamConfig.settings(TopologyDriver.settings(Map.of("state.directory", "~/state")))
                        .instance()
                        .stateDirectory())
                .isEqualTo(Path.of(System.getProperty("user.home"), "state"));
    }

    @Test
    void shouldBeAcceptedByKafkaStreams() {
        assertThat(new StreamsConfig(of(Map.of())).getString(StreamsConfig.APPLICATION_ID_CONFIG))
                .isEqualTo("rolestream-stream");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rules", "rules,roberta", " rules , roberta "})
    void shouldTakeRulesWithOrWithoutAModel(String labellers) {
        assertThat(TopologyDriver.settings(Map.of("labellers", labellers)).string("labellers"))
                .isNotBlank();
    }

    @ParameterizedTest
    @CsvSource({
        "labellers, roberta",
        "labellers, 'rules,'",
        "labellers, 'rules,a,b'",
        "decision.policy, majority",
        "label.deadline, soon",
        "stream.threads, -1",
        "disagreement.excerpt.chars, -1",
        "resume.max.chars, 99",
        "label.dedline, 30s"
    })
    void shouldRefuseWhatMakesNoSense(String key, String value) {
        assertThatThrownBy(() -> TopologyDriver.settings(Map.of(key, value)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(key);
    }

    private static Properties of(Map<String, String> values) {
        return TopologyDriver.properties(values, new SimpleMeterRegistry());
    }
}
