package io.rolestream.stream.labelling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolestream.common.config.Settings;
import io.rolestream.rules.yaml.InvalidFileException;
import io.rolestream.stream.StreamConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of roles and rules that the settings name. */
class OwnRulesTest {
    private final Map<String, String> values = new HashMap<>();
    private final Path directory;

    OwnRulesTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @BeforeEach
    void writeFiles() throws IOException {
        Path roles = Files.writeString(directory.resolve("roles.yml"), "- Nurse\n- Cook\n");
        Path rules = Files.writeString(
                directory.resolve("rules.yml"),
                "name: r\nmatching: phrases\nroles:\n  Nurse: {icu: 2, '!!': 1}\n  Cook: {soup: 1}\n");
        values.put(StreamConfig.TAXONOMY, roles.toString());
        values.put(StreamConfig.RULES, rules.toString());
    }

    @Test
    void shouldRefuseKeywordsThatCannotBeUsedAndSayHowToSkipThem() {
        assertThatThrownBy(() -> StreamConfig.ruleSet(settings()))
                .isInstanceOf(InvalidFileException.class)
                .hasMessageContaining("rules.yml:4: keyword \"!!\" has no letters or digits")
                .hasMessageEndingWith("skip them: rules.lenient=true (--lenient)");
    }

    @Test
    void shouldNameKeywordsThatCannotBeUsedBesideOtherErrors() throws IOException {
        Files.writeString(
                directory.resolve("rules.yml"),
                "name: r\nmatching: phrases\nroles:\n  Nurse: {'!!': 1}\n  Chef: {soup: 1}\n");

        assertThatThrownBy(() -> StreamConfig.ruleSet(settings()))
                .hasMessageContainingAll("rules.yml:4: keyword \"!!\" has", "rules.yml:5: role \"Chef\" is not");
        values.put(StreamConfig.RULES_LENIENT, "true");
        assertThatThrownBy(() -> StreamConfig.ruleSet(settings()))
                .hasMessage(directory.resolve("rules.yml") + ":5: role \"Chef\" is not in the taxonomy");
    }

    @Test
    void shouldSkipKeywordsThatCannotBeUsedIfTold() {
        values.put(StreamConfig.RULES_LENIENT, "true");

        assertThat(StreamConfig.ruleSet(settings()).keywords()).containsExactly("icu", "soup");
    }

    private Settings settings() {
        return Settings.load(StreamConfig.define(new ConfigDef()), null, Map.of(), values);
    }
}
