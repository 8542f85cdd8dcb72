package io.rolestream.cli.fuzz;

import io.rolestream.local.services.Configuration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.ConfigDef;

/** Settings with values at random, right and wrong. */
final class RandomSettings {
    private static final ConfigDef DEFINITIONS = Configuration.definitions();
    private static final List<String> KEYS = List.copyOf(DEFINITIONS.names());
    private static final List<String> OTHER_KEYS =
            List.of("no.such.key", "", "kafka.acks", "kafka.", "kafka.consumer.x", "rules ", "\u00e9", "label.deadlin");
    private static final List<String> VALUES = List.of(
            "",
            " ",
            "0",
            "1",
            "-1",
            "2",
            "7",
            "100",
            "2147483647",
            "2147483648",
            "-2147483648",
            "9223372036854775807",
            "99999999999999999999",
            "0.5",
            "1.5",
            "-0.1",
            "NaN",
            "Infinity",
            "1e400",
            "true",
            "false",
            "yes",
            "x",
            ",",
            "a,b",
            ",a,,b",
            "1s",
            "0s",
            "-1s",
            "1ms",
            "999999999999d",
            "99999999999999999999d",
            "106751991167d",
            "1.5d",
            "host:1",
            ":",
            "http://",
            "http://[",
            "http://x:99999",
            "s3://",
            "file:///",
            "rules",
            "rules,model",
            "both",
            "none",
            "auto",
            "[",
            "*",
            "../x",
            "/",
            "%",
            "${env:HOME}",
            "\u4e2d\u6587",
            "x".repeat(400),
            "default",
            "\u0000",
            "notebook",
            "zero-shot:",
            ":x",
            "a=b",
            "a=1,b=2",
            "UTF-8",
            "bf16",
            "int8",
            "0.1,0.2",
            "Other",
            "1,2,3");

    /** A key and a value, as {@code key=value}. */
    record Entry(String key, String value) {
        @Override
        public String toString() {
            return key + "=" + value;
        }
    }

    private RandomSettings() {}

    static Entry entry(Random random) {
        List<String> keys = random.nextInt(15) == 0 ? OTHER_KEYS : KEYS;
        String key = keys.get(random.nextInt(keys.size()));
        ConfigDef.ConfigKey known = DEFINITIONS.configKeys().get(key);
        return new Entry(
                key,
                known != null && random.nextInt(4) == 0
                        ? String.valueOf(known.defaultValue)
                        : VALUES.get(random.nextInt(VALUES.size())));
    }

    /** Up to a dozen settings of known keys, of which most values are wrong in most cases. */
    static Map<String, String> some(Random random) {
        List<Entry> entries = new ArrayList<>();
        int count = 1 + random.nextInt(12);
        while (entries.size() < count) {
            entries.add(entry(random));
        }
        return entries.stream()
                .filter(entry -> KEYS.contains(entry.key()))
                .collect(Collectors.toMap(Entry::key, Entry::value, (one, other) -> other));
    }

    /** A file of settings, with some lines that are none. */
    static String file(Random random) {
        StringBuilder lines = new StringBuilder();
        for (int i = random.nextInt(4); i >= 0; i--) {
            lines.append(entry(random)).append('\n');
        }
        if (random.nextInt(5) == 0) {
            lines.insert(
                    random.nextInt(lines.length()),
                    List.of("\\u00zz", "\\", "=\n", ":", "\u0000", "\n#").get(random.nextInt(6)));
        }
        return lines.toString();
    }
}
