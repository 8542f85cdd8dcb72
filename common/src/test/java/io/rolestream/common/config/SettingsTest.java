package io.rolestream.common.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolestream.common.config.Settings.Entry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {
    private static final ConfigDef KEYS = new ConfigDef()
            .define("label.deadline", Type.STRING, "30s", Durations.VALIDATOR, Importance.LOW, "")
            .define("topic.partitions", Type.INT, 4, Importance.LOW, "")
            .define("share", Type.DOUBLE, 0.5, Importance.LOW, "")
            .define("on", Type.BOOLEAN, true, Importance.LOW, "")
            .define("empty", Type.STRING, "", Importance.LOW, "")
            .define("token", Type.PASSWORD, "", Importance.LOW, "");

    private final Path directory;

    SettingsTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    void shouldUseTheDefaultWhereNothingIsSet() {
        Settings settings = Settings.of(KEYS, Map.of());

        assertThat(settings.duration("label.deadline")).isEqualTo(Duration.ofSeconds(30));
        assertThat(settings.isSet("label.deadline")).isFalse();
    }

    @Test
    void shouldBeginDefaultNamesWithTheTopicPrefix() {
        ConfigDef keys = prefixedKeys();
        Settings settings = Settings.of(keys, Map.of("topic.prefix", "hr."));

        assertThat(settings.string("group")).isEqualTo("hr.rolestream");
        assertThat(settings.string("directory")).isEqualTo("~/.rolestream/hr.state");
        assertThat(settings.printable()).containsEntry("group", new Entry("hr.rolestream", "default"));
        assertThat(settings.isSet("group")).isFalse();
        assertThat(settings.unprefixed(List.of("group", "directory")))
                .isEqualTo(Map.of("group", "rolestream", "directory", "~/.rolestream/state"));
        assertThat(settings.with(Map.of("topic.prefix", "eu.")).string("group")).isEqualTo("eu.rolestream");
    }

    @Test
    void shouldKeepNamesThatAreSetOrHaveNoPrefix() {
        ConfigDef keys = prefixedKeys();
        Settings set = Settings.of(keys, Map.of("topic.prefix", "hr.", "group", "rolestream"));

        assertThat(set.string("group")).isEqualTo("rolestream");
        assertThat(set.unprefixed(List.of("group"))).isEmpty();
        assertThat(Settings.of(keys, Map.of()).string("group")).isEqualTo("rolestream");
        assertThat(Settings.of(keys, Map.of()).unprefixed(List.of("group"))).isEmpty();
    }

    private static ConfigDef prefixedKeys() {
        ConfigDef keys = ConnectionConfig.define(new ConfigDef());
        new Keys(keys).prefixed("group", "rolestream").doc("");
        new Keys(keys).prefixed("directory", "~/.rolestream/state").doc("");
        return keys;
    }

    @Test
    void shouldPreferTheFileToTheDefault() throws IOException {
        assertThat(Settings.load(KEYS, file("label.deadline=1s"), Map.of(), Map.of())
                        .string("label.deadline"))
                .isEqualTo("1s");
    }

    @Test
    void shouldPreferTheEnvironmentToTheFile() throws IOException {
        Map<String, String> environment = Map.of("ROLESTREAM_LABEL_DEADLINE", "2s", "HOME", "/");

        assertThat(Settings.load(KEYS, file("label.deadline=1s"), environment, Map.of())
                        .string("label.deadline"))
                .isEqualTo("2s");
    }

    @Test
    void shouldPreferOptionsToTheEnvironment() throws IOException {
        Map<String, String> environment = Map.of("ROLESTREAM_LABEL_DEADLINE", "2s");

        assertThat(Settings.load(KEYS, file("label.deadline=1s"), environment, Map.of("label.deadline", "3s"))
                        .string("label.deadline"))
                .isEqualTo("3s");
    }

    @Test
    void shouldSayWhereEachValueCameFrom() throws IOException {
        Path file = file("topic.partitions=8");
        Settings settings =
                Settings.load(KEYS, file, Map.of("ROLESTREAM_SHARE", "0.25"), Map.of("label.deadline", "3s"));

        assertThat(settings.printable())
                .containsEntry("topic.partitions", new Entry("8", "file " + file))
                .containsEntry("share", new Entry("0.25", "environment variable ROLESTREAM_SHARE"))
                .containsEntry("label.deadline", new Entry("3s", "command line"))
                .containsEntry("on", new Entry("true", "default"));
    }

    @Test
    void shouldReadTypedValues() {
        Settings settings = Settings.of(KEYS, Map.of("topic.partitions", "7", "share", "0.1", "on", "false"));

        assertThat(settings.integer("topic.partitions")).isEqualTo(7);
        assertThat(settings.decimal("share")).isEqualTo(0.1);
        assertThat(settings.flag("on")).isFalse();
        assertThat(settings.optionalString("empty")).isNull();
    }

    @Test
    void shouldReadTheFileAsUtf8() throws IOException {
        assertThat(Settings.load(KEYS, file("empty=Zürich"), Map.of(), Map.of()).string("empty"))
                .isEqualTo("Zürich");
    }

    @Test
    void shouldRefuseAnUnknownKeyAndNameTheNearest() {
        assertThatThrownBy(() -> Settings.of(KEYS, Map.of("label.dedline", "3s")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("unknown key label.dedline (command line); did you mean \"label.deadline\"?");
    }

    @Test
    void shouldRefuseAnUnknownEnvironmentVariable() {
        assertThatThrownBy(() -> Settings.load(KEYS, null, Map.of("ROLESTREAM_SHARES", "1"), Map.of()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("environment variable ROLESTREAM_SHARES")
                .hasMessageContaining("did you mean \"share\"?");
    }

    @Test
    void shouldSayWhichLayerHoldsAWrongValue() throws IOException {
        Path file = file("topic.partitions=many");

        assertThatThrownBy(() -> Settings.load(KEYS, file, Map.of(), Map.of()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("file " + file + ": ")
                .hasMessageContaining("many")
                .hasMessageContaining("topic.partitions");
    }

    @Test
    void shouldSayThatAFileIsMissing() {
        assertThatThrownBy(() -> Settings.load(KEYS, directory.resolve("none"), Map.of(), Map.of()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("does not exist");
    }

    @Test
    void shouldRefuseAFileThatIsNotUtf8() throws IOException {
        Path file = Files.write(directory.resolve("latin"), "empty=Zürich".getBytes(StandardCharsets.ISO_8859_1));

        assertThatThrownBy(() -> Settings.load(KEYS, file, Map.of(), Map.of()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("UTF-8");
    }

    @Test
    void shouldPassKafkaPropertiesThrough() {
        Settings settings = Settings.load(
                KEYS,
                null,
                Map.of("ROLESTREAM_KAFKA_SASL_MECHANISM", "PLAIN"),
                Map.of("kafka.security.protocol", "SASL_SSL"));

        assertThat(settings.kafkaProperties())
                .containsOnly(Map.entry("sasl.mechanism", "PLAIN"), Map.entry("security.protocol", "SASL_SSL"));
    }

    @Test
    void shouldHideSecrets() {
        Settings settings = Settings.of(
                KEYS,
                Map.of(
                        "token", "t0p",
                        "kafka.sasl.jaas.config", "t0p",
                        "kafka.ssl.keystore.password", "t0p",
                        "kafka.ssl.keystore.key", "t0p",
                        "kafka.client.secret", "t0p"));

        assertThat(settings.printable().values()).extracting(Entry::value).doesNotContain("t0p");
        assertThat(settings.string("token")).isEqualTo("t0p");
    }

    @Test
    void shouldShowThatASecretIsNotSet() {
        assertThat(Settings.of(KEYS, Map.of()).printable()).containsEntry("token", new Entry("", "default"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "kafka.ssl.key.password",
                "kafka.producer.sasl.jaas.config",
                "kafka.ssl.keystore.key",
                "kafka.sasl.oauthbearer.assertion.private.key.passphrase",
                "kafka.sasl.oauthbearer.client.credentials.client.secret",
                "kafka.basic.auth.user.info",
                "kafka.interceptor.api.token",
                "kafka.Plugin.ApiKey"
            })
    void shouldHideSecretsOfKafkasClients(String key) {
        assertThat(printed(key, "t0p")).isEqualTo("[hidden]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "https://ann:t0p@host:8081/x https://[hidden]@host:8081/x",
                "https://t0p@host https://[hidden]@host",
                "ann:t0p@host:8081,b:8082 [hidden]@host:8081,b:8082",
                "http://ann:t0p@/t0p,t0p@host http://[hidden]@host",
                "https://host/a?v=1&access_token=t0p&x=2 https://host/a?v=1&access_token=[hidden]&x=2",
                "https://host/a?sig=t0p https://host/a?sig=[hidden]",
                "https://host:80/a?v=1 https://host:80/a?v=1"
            })
    void shouldHideSecretsInUrls(String value, String printed) {
        for (String key : List.of("name", "kafka.client.rack")) {
            assertThat(printed(key, value)).isEqualTo(printed);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "kafka.sasl.oauthbearer.token.endpoint.url",
                "kafka.ssl.keystore.location",
                "kafka.client.id",
                "kafka.key.serializer"
            })
    void shouldPrintWhatIsNoSecret(String key) {
        assertThat(printed(key, "shown")).isEqualTo("shown");
    }

    private static String printed(String key, String value) {
        ConfigDef keys = new ConfigDef().define("name", Type.STRING, "", Importance.LOW, "");
        return Objects.requireNonNull(
                        Settings.of(keys, Map.of(key, value)).printable().get(key))
                .value();
    }

    private Path file(String content) throws IOException {
        return Files.writeString(directory.resolve("a.properties"), content);
    }
}
