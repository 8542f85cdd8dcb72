package io.rolestream.files.roles;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rolestream.rules.check.RolesCheck;
import io.rolestream.rules.check.RolesDiff;
import io.rolestream.rules.role.Taxonomy;
import io.rolestream.rules.ruleset.RuleSet;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Checks and differences of roles as JSON. */
public final class RolesJson {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private RolesJson() {}

    /**
     * {@code valid}, {@code roles}, {@code fallback}, {@code rules}, {@code keywords}, and {@code findings} with
     * {@code kind}, {@code file}, {@code line} (0 for the whole file) and {@code message}.
     */
    public static ObjectNode of(RolesCheck.Result result) {
        ObjectNode json = NODES.objectNode().put("valid", result.isValid());
        Taxonomy taxonomy = result.taxonomy();
        if (taxonomy != null) {
            json.put("roles", taxonomy.size())
                    .put("fallback", taxonomy.fallback().name());
        }
        RuleSet rules = result.rules();
        if (rules != null) {
            json.put("rules", rules.version()).put("keywords", rules.summary().keywords());
        }
        ArrayNode findings = json.putArray("findings");
        result.findings()
                .forEach(finding -> findings.addObject()
                        .put("kind", finding.kind().word())
                        .put("file", finding.problem().file())
                        .put("line", finding.problem().line())
                        .put("message", finding.problem().message()));
        return json;
    }

    /**
     * {@code changes} with {@code kind}, {@code from}, {@code to} and {@code means} for champion, examples, answers and
     * labels; {@code remarks}; {@code championUseful}; and {@code texts}, {@code changed}, {@code skipped} and
     * {@code moves} if texts were compared.
     */
    public static ObjectNode of(RolesDiff diff, @Nullable RuleDifferences texts) {
        ObjectNode json = NODES.objectNode();
        ArrayNode changes = json.putArray("changes");
        diff.steps().forEach(step -> {
            ObjectNode change =
                    changes.addObject().put("kind", step.kind().name().toLowerCase(Locale.ROOT));
            ArrayNode from = change.putArray("from");
            step.from().forEach(from::add);
            change.put("to", step.to().isEmpty() ? null : step.to());
            change.putObject("means")
                    .put("champion", step.meaning().champion())
                    .put("examples", step.meaning().examples())
                    .put("answers", step.meaning().answers())
                    .put("labels", step.meaning().labels());
        });
        ArrayNode remarks = json.putArray("remarks");
        diff.remarks().forEach(remarks::add);
        json.put("championUseful", diff.mapping().isUseful());
        if (texts != null) {
            json.put("texts", texts.texts()).put("changed", texts.changed()).put("skipped", texts.skipped());
            ArrayNode moves = json.putArray("moves");
            texts.moves()
                    .forEach(move -> moves.addObject()
                            .put("from", move.from())
                            .put("to", move.to())
                            .put("texts", move.texts()));
        }
        return json;
    }
}
