package io.rolestream.rules.ruleset;

import io.rolestream.rules.matching.PhraseTable;
import io.rolestream.rules.role.Taxonomy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.Yaml;

/**
 * Writes rule files that {@link RuleFileReader} reads as the same rules: roles in the order of the taxonomy, keywords
 * sorted.
 */
final class RuleFileWriter {
    private RuleFileWriter() {}

    static String phrases(String name, Taxonomy taxonomy, PhraseSettings settings, PhraseTable table) {
        Map<String, Object> file = new LinkedHashMap<>();
        file.put("name", name);
        file.put("matching", "phrases");
        file.put("minimum-score", settings.minimumScore());
        if (settings.leadTokens() > 0) {
            file.put("lead-tokens", settings.leadTokens());
            file.put("lead-factor", settings.leadFactor());
        }
        // Earlier releases do not know these keys.
        if (!settings.confidence().hasUsualEnds()) {
            file.put("lowest-confidence", settings.confidence().lowest());
            file.put("highest-confidence", settings.confidence().highest());
        }
        file.put("confidence-scale", settings.confidence().scale());
        file.put("aliases", table.aliases());
        file.put("ignored", ignored(table));
        file.put("roles", roles(taxonomy, table));
        return yaml(file);
    }

    private static List<String> ignored(PhraseTable table) {
        List<String> ignored = new ArrayList<>();
        for (int keyword = 0; keyword < table.names.size(); keyword++) {
            if (table.weights.get(keyword).isEmpty()) {
                ignored.add(table.names.get(keyword));
            }
        }
        ignored.sort(null);
        return ignored;
    }

    private static Map<String, Map<String, Double>> roles(Taxonomy taxonomy, PhraseTable table) {
        Map<Integer, Map<String, Double>> byRole = new TreeMap<>();
        for (int keyword = 0; keyword < table.names.size(); keyword++) {
            String name = table.names.get(keyword);
            table.weights
                    .get(keyword)
                    .forEach((role, units) -> byRole.computeIfAbsent(role, first -> new TreeMap<>())
                            .put(name, PhraseWeights.number(units)));
        }
        Map<String, Map<String, Double>> roles = new LinkedHashMap<>();
        byRole.forEach((role, weights) -> roles.put(taxonomy.role(role).name(), weights));
        return roles;
    }

    static String substrings(
            String name, Taxonomy taxonomy, List<SubstringRule> rules, SubstringConfidence confidence) {
        List<Map<String, Object>> listed = new ArrayList<>();
        for (SubstringRule rule : rules) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("role", taxonomy.role(rule.role()).name());
            one.put("keywords", rule.keywords());
            listed.add(one);
        }
        Map<String, Object> file = new LinkedHashMap<>();
        file.put("name", name);
        file.put("matching", "substring");
        if (!confidence.equals(SubstringConfidence.DEFAULT)) {
            file.put(SubstringConfidence.MATCHED, decimal(confidence.matched()));
            file.put(SubstringConfidence.ABSTAINING, decimal(confidence.abstaining()));
        }
        file.put("rules", listed);
        return yaml(file);
    }

    private static double decimal(float value) {
        return Double.parseDouble(Float.toString(value));
    }

    private static String yaml(Map<String, Object> file) {
        DumperOptions options = new DumperOptions();
        options.setDefaultFlowStyle(FlowStyle.BLOCK);
        options.setSplitLines(false);
        return new Yaml(options).dump(file);
    }
}
