package io.rolestream.rules.ruleset;

import io.rolestream.rules.matching.PhraseTable;
import io.rolestream.rules.role.Role;
import io.rolestream.rules.role.Taxonomy;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;

/** Computes versions: a hash of a canonical form of the rule set's content, in which equal content is equal text. */
final class RuleSetVersion {
    private static final int HEX_DIGITS = 8;

    private final MessageDigest digest;

    private RuleSetVersion(String matching, Taxonomy taxonomy) {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
        add("matching", matching);
        for (Role role : taxonomy.roles()) {
            add("role", role.name());
        }
        add("fallback", taxonomy.fallback().name());
    }

    static String of(String name, Taxonomy taxonomy, PhraseSettings settings, PhraseTable table) {
        RuleSetVersion version = new RuleSetVersion("phrases", taxonomy);
        version.add("minimum-score", PhraseWeights.units(settings.minimumScore()));
        version.add("lead-tokens", settings.leadTokens());
        version.add("lead-factor", settings.leadTokens() == 0 ? 1.0 : settings.leadFactor());
        version.add("confidence-scale", settings.confidence().scale());
        if (!settings.confidence().hasUsualEnds()) {
            version.add(
                    "confidence",
                    settings.confidence().lowest(),
                    settings.confidence().highest());
        }
        new TreeMap<>(table.tokenAliases).forEach((alias, token) -> version.add("alias", alias, token));
        TreeMap<String, Integer> phrases = new TreeMap<>();
        table.phrases.forEach((tokens, keyword) -> phrases.put(String.join(" ", tokens), keyword));
        phrases.forEach((phrase, keyword) -> {
            version.add("phrase", phrase, table.names.get(keyword));
            table.weights.get(keyword).forEach((role, units) -> version.add("weight", taxonomy.role(role), units));
        });
        return version.of(name);
    }

    static String of(String name, Taxonomy taxonomy, List<SubstringRule> rules, SubstringConfidence confidence) {
        RuleSetVersion version = new RuleSetVersion("substring", taxonomy);
        if (!confidence.equals(SubstringConfidence.DEFAULT)) {
            version.add(SubstringConfidence.MATCHED, confidence.matched(), confidence.abstaining());
        }
        for (SubstringRule rule : rules) {
            version.add("rule", taxonomy.role(rule.role()));
            rule.keywords().forEach(keyword -> version.add("keyword", keyword));
        }
        return version.of(name);
    }

    /** Adds one line of fields, each after its length, so that no two contents are written alike. */
    private void add(Object... fields) {
        for (Object field : fields) {
            String text = field.toString();
            digest.update((text.length() + ":" + text + "\t").getBytes(StandardCharsets.UTF_8));
        }
        digest.update((byte) '\n');
    }

    private String of(String name) {
        return name + "@" + HexFormat.of().formatHex(digest.digest()).substring(0, HEX_DIGITS);
    }
}
