package io.rolestream.rules.role;

import java.util.List;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.reader.StreamReader;

/** Writes taxonomies as JSON that is valid YAML too. */
final class TaxonomyJson {
    private TaxonomyJson() {}

    static String of(Taxonomy taxonomy) {
        StringBuilder json = new StringBuilder("{\n  \"fallback\": ")
                .append(quoted(taxonomy.fallback().name()))
                .append(",\n  \"roles\": {");
        for (int i = 0; i < taxonomy.size(); i++) {
            Role role = taxonomy.role(i);
            json.append(i == 0 ? "\n    " : ",\n    ")
                    .append(quoted(role.name()))
                    .append(": ");
            List<String> was = taxonomy.formerNames(i);
            if (was.isEmpty()) {
                json.append(quoted(role.description()));
            } else {
                json.append("{\"description\": ")
                        .append(quoted(role.description()))
                        .append(was.stream()
                                .map(TaxonomyJson::quoted)
                                .collect(Collectors.joining(", ", ", \"was\": [", "]}")));
            }
        }
        return json.append("\n  }\n}\n").toString();
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        text.codePoints().forEach(c -> {
            if (c == '"' || c == '\\') {
                quoted.append('\\').appendCodePoint(c);
            } else if (isWritten(c)) {
                quoted.appendCodePoint(c);
            } else {
                quoted.append(String.format("\\u%04x", c));
            }
        });
        return quoted.append('"').toString();
    }

    /** Line breaks of YAML would be folded, and a byte order mark at the start of a file is lost. */
    private static boolean isWritten(int c) {
        return c >= ' '
                && c != 0x85
                && c != 0x2028
                && c != 0x2029
                && c != 0xFEFF
                && (c > 0xFFFF || StreamReader.isPrintable(c));
    }
}
