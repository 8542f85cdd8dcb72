package io.rolestream.common.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.rolestream.common.config.ConfigurationException;
import io.rolestream.common.config.ConnectionConfig;
import io.rolestream.common.config.Settings;
import io.rolestream.common.offsets.GoneRecords;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigDef;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ClientsTest {
    private static final List<String> PREFIXES =
            List.of("", "producer.", "consumer.", "admin.", "main.consumer.", "restore.consumer.", "global.consumer.");

    static Stream<Arguments> owned() {
        return OwnedSettings.REASONS.keySet().stream()
                .flatMap(key -> PREFIXES.stream().map(prefix -> Arguments.of("kafka." + prefix + key, key)));
    }

    @ParameterizedTest
    @MethodSource("owned")
    void shouldRefuseWhatWouldBreakExactlyOnceForEveryKindOfClient(String key, String property) {
        Settings settings = settings(Map.of(key, "anything"));

        assertThatThrownBy(() -> Clients.of(settings))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(key + " (command line) can't be set: ")
                .hasMessageContaining(OwnedSettings.REASONS.get(property));
    }

    @ParameterizedTest
    @CsvSource({
        "kafka.security.protocol, FOO, String must be one of",
        "kafka.admin.request.timeout.ms, soon, Not a number of type INT",
        "kafka.main.consumer.fetch.max.bytes, -1, Value must be at least 0",
        "kafka.producer.compression.type, zip, String must be one of"
    })
    void shouldRefuseValuesThatKafkaRefusesByName(String key, String value, String reason) {
        assertThatThrownBy(() -> Clients.of(settings(Map.of(key, value))))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith(key + " (command line) can't be set: Invalid value " + value)
                .hasMessageContaining(reason);
    }

    @Test
    void shouldLeaveOtherKindsAndConfigurationProvidersAlone() {
        assertThatCode(() -> Clients.of(settings(Map.of(
                        "kafka.producer.fetch.max.bytes", "-1",
                        "kafka.topic.retention.ms", "x",
                        "kafka.request.timeout.ms", "${env:TIMEOUT}"))))
                .doesNotThrowAnyException();
    }

    @Test
    void shouldOwnAllThatExactlyOnceDependsOn() {
        assertThat(OwnedSettings.REASONS)
                .containsKeys(
                        "isolation.level",
                        "enable.auto.commit",
                        "group.id",
                        "auto.offset.reset",
                        "transactional.id",
                        "acks",
                        "enable.idempotence",
                        "key.serializer",
                        "value.serializer",
                        "key.deserializer",
                        "value.deserializer",
                        "processing.guarantee");
    }

    @Test
    void shouldReadCommittedRecordsAndCommitNothingUnasked() {
        Clients clients = clients(Map.of());

        assertThat(List.of(
                        clients.readerProperties(Map.of()),
                        clients.followerProperties(Map.of()),
                        clients.memberProperties("g", null, Map.of())))
                .allSatisfy(properties -> assertThat(properties)
                        .containsEntry("isolation.level", "read_committed")
                        .containsEntry("enable.auto.commit", false)
                        .containsEntry("bootstrap.servers", "broker:9092"));
    }

    @Test
    void shouldReachEveryClientWithAPlainKey() {
        Clients clients = clients(Map.of("kafka.sasl.mechanism", "PLAIN"));

        assertThat(kinds(clients))
                .allSatisfy(properties -> assertThat(properties).containsEntry("sasl.mechanism", "PLAIN"));
        assertThat(clients.streams(Map.of())).containsEntry("sasl.mechanism", "PLAIN");
    }

    @ParameterizedTest
    @MethodSource("prefixes")
    void shouldReachOneKindOfClientWithItsPrefix(String prefix, List<Boolean> reached) {
        Clients clients = clients(Map.of("kafka." + prefix + "client.rack", "r1", "kafka.client.rack", "r0"));

        assertThat(kinds(clients))
                .extracting(properties -> "r1".equals(properties.get("client.rack")))
                .containsExactlyElementsOf(reached);
        assertThat(kinds(clients))
                .allSatisfy(properties -> assertThat(properties.keySet()).noneMatch(key -> key.startsWith(prefix)));
        assertThat(clients.streams(Map.of()))
                .containsEntry(prefix + "client.rack", "r1")
                .containsEntry("client.rack", "r0");
    }

    static Stream<Arguments> prefixes() {
        return Stream.of(
                Arguments.of("producer.", List.of(true, true, false, false, false, false)),
                Arguments.of("consumer.", List.of(false, false, true, true, true, false)),
                Arguments.of("admin.", List.of(false, false, false, false, false, true)),
                Arguments.of("main.consumer.", List.of(false, false, false, false, false, false)),
                Arguments.of("topic.", List.of(false, false, false, false, false, false)));
    }

    @Test
    void shouldPreferTheUsersTuningToTheCallers() {
        Clients clients = clients(Map.of("kafka.linger.ms", "1", "kafka.consumer.max.poll.records", "2"));

        assertThat(clients.transactionalProperties("t", Clients.TRANSACTION_TUNING))
                .containsEntry("linger.ms", "1")
                .containsEntry("batch.size", 128 * 1024);
        assertThat(clients.readerProperties(Map.of("max.poll.records", 9))).containsEntry("max.poll.records", "2");
    }

    @Test
    void shouldReplaceThePrefixedTuningOfKafkaStreamsByAPlainKey() {
        Clients clients = clients(Map.of("kafka.linger.ms", "1"));

        assertThat(clients.streams(Map.of("producer.linger.ms", 100, "producer.batch.size", 5)))
                .containsEntry("producer.linger.ms", "1")
                .containsEntry("producer.batch.size", 5);
    }

    @Test
    void shouldOverrideOnePropertyOfAllClients() {
        Map<String, String> values = new HashMap<>(Map.of("kafka.consumer.security.protocol", "SSL"));
        values.putAll(ClientSettings.overrideAll("security.protocol", "PLAINTEXT"));

        assertThat(kinds(clients(values)))
                .allSatisfy(properties -> assertThat(properties).containsEntry("security.protocol", "PLAINTEXT"));
    }

    @Test
    void shouldCreateEveryKindWithoutABroker() {
        Clients clients = Clients.of(
                Settings.of(ConnectionConfig.define(new ConfigDef()), Map.of("bootstrap.servers", "localhost:1")));

        assertThatCode(() -> {
                    clients.reader(Map.of()).close();
                    clients.follower(Map.of()).close();
                    clients.member("g", "i", Map.of(), new GoneRecords("test", List.of(), new SimpleMeterRegistry()))
                            .close();
                    clients.producer(Map.of()).close();
                    clients.transactional("t", Clients.TRANSACTION_TUNING).close();
                    clients.admin().close();
                })
                .doesNotThrowAnyException();
    }

    private static List<Map<String, Object>> kinds(Clients clients) {
        return List.of(
                clients.producerProperties(Map.of()),
                clients.transactionalProperties("t", Map.of()),
                clients.readerProperties(Map.of()),
                clients.followerProperties(Map.of()),
                clients.memberProperties("g", "i", Map.of()),
                clients.adminProperties(Map.of()));
    }

    private static Clients clients(Map<String, String> values) {
        return Clients.of(settings(values));
    }

    private static Settings settings(Map<String, String> values) {
        Map<String, String> all = new HashMap<>(values);
        all.put(ConnectionConfig.BOOTSTRAP_SERVERS, "broker:9092");
        return Settings.of(ConnectionConfig.define(new ConfigDef()), all);
    }
}
