package io.rolestream.system.repository;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolestream.local.services.Configuration;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;
import org.junit.jupiter.api.Test;

/**
 * Settings that messages, help and settings' descriptions name exist. A word with dots in a string names a setting if
 * it follows "set", a value follows it, or it begins like the settings do ({@code label.}).
 */
class SettingNamesTest {
    private static final Pattern STRING = Pattern.compile("(?s)\"\"\"(.*?)\"\"\"|\"((?:[^\"\\\\\n]|\\\\.)*)\"");
    private static final Pattern JOINT = Pattern.compile("\"\\s*\\+\\s*\"");
    private static final Pattern NAME = Pattern.compile(
            "(?<![\\w./@$-])([a-z][a-z0-9]*(?:[.-][a-z0-9]+)*\\.[a-z0-9]+(?:[.-][a-z0-9]+)*)(?![\\w/(]|\\.[\\w*])(=)?");
    private static final Pattern AFTER_SET = Pattern.compile("\\b[Ss]et `?$");
    private static final Pattern VARIABLE = Pattern.compile("ROLESTREAM_[A-Z_]*[A-Z]");
    private static final Pattern FILE =
            Pattern.compile(".*\\.(csv|db|gz|json|jsonl|md|parquet|properties|safetensors|sh|txt|yml)");

    /** A prefix of meters, a column of the example store, scores of a version, and parameters of Llama. */
    private static final Set<String> NO_SETTINGS = Set.of(
            "kafka.stream.state",
            "resumes.content",
            "rules.accuracy",
            "gate.weak",
            "training.state",
            "model.layers",
            "model.norm");

    private static final Set<String> SETTINGS = Configuration.definitions().names();
    private static final Set<String> FAMILIES = SETTINGS.stream()
            .filter(name -> name.contains("."))
            .map(SettingNamesTest::family)
            .collect(Collectors.toSet());
    private static final Set<String> KAFKAS = kafkas();

    @Test
    void shouldNameOnlySettingsThatExist() {
        Set<String> wrong = new TreeSet<>();
        for (Path source : Repository.sources()) {
            String name = Repository.name(source);
            if (name.contains("/src/main/") && !name.startsWith("benchmarks/")) {
                unknown(Repository.read(source)).forEach(setting -> wrong.add(name + ": " + setting));
            }
        }

        assertThat(wrong).isEmpty();
    }

    @Test
    void shouldFindNamesThatDoNotExist() {
        assertThat(unknown(
                        "\"set basic.auth.user.info instead, or \" + \n \"auto.register.schemas=true, `label.dead`\""))
                .containsExactly("basic.auth.user.info", "auto.register.schemas", "label.dead");
        assertThat(unknown("\"ROLESTREAM_LABEL_DEAD and ROLESTREAM_LABEL_DEADLINE\""))
                .containsExactly("label.dead");
        assertThat(unknown("\"set label.deadline, kafka.security.protocol=SSL or linger.ms; model.safetensors\""))
                .isEmpty();
    }

    private static List<String> unknown(String source) {
        List<String> unknown = new ArrayList<>();
        STRING.matcher(JOINT.matcher(source).replaceAll("")).results().forEach(string -> {
            String text = string.group(1) == null ? string.group(2) : string.group(1);
            NAME.matcher(text)
                    .results()
                    .filter(name -> namesASetting(name, text))
                    .map(name -> name.group(1))
                    .filter(name -> !exists(name))
                    .forEach(unknown::add);
            VARIABLE.matcher(text)
                    .results()
                    .map(MatchResult::group)
                    .map(SettingNamesTest::ofVariable)
                    .filter(name -> !exists(name))
                    .forEach(unknown::add);
        });
        return unknown;
    }

    private static boolean namesASetting(MatchResult name, String text) {
        return name.group(2) != null
                || AFTER_SET.matcher(text.substring(0, name.start())).find()
                || FAMILIES.contains(family(name.group(1)));
    }

    private static boolean exists(String name) {
        return SETTINGS.contains(name)
                || KAFKAS.contains(name.replaceFirst("^kafka\\.(?:consumer\\.|producer\\.|admin\\.)?", ""))
                || NO_SETTINGS.contains(name)
                || FILE.matcher(name).matches();
    }

    private static String family(String name) {
        return name.substring(0, name.indexOf('.'));
    }

    private static String ofVariable(String variable) {
        return variable.replaceFirst("ROLESTREAM_", "").toLowerCase(Locale.ROOT).replace('_', '.');
    }

    private static Set<String> kafkas() {
        Set<String> names = new HashSet<>(ConsumerConfig.configNames());
        names.addAll(ProducerConfig.configNames());
        names.addAll(AdminClientConfig.configNames());
        names.addAll(StreamsConfig.configDef().names());
        return names;
    }
}
