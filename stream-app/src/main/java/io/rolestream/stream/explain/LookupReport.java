package io.rolestream.stream.explain;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rolestream.files.write.LabelJson;
import io.rolestream.files.write.LabelLine;
import io.rolestream.rules.ruleset.RuleSet;
import io.rolestream.schemas.topics.Topics;
import java.io.PrintWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a search found of one resume id, for people and programs.
 *
 * @param rules the rule set at hand, whose weights are shown where it is the one that voted; null for none
 */
public record LookupReport(
        String resumeId, KeptLabels kept, @Nullable RuleSet rules, Topics topics) {
    private static final String NO_LABEL = "no label: never labelled, or still waiting for a vote";

    /** Whether the id has a label. */
    public boolean isFound() {
        return !kept.labels().isEmpty();
    }

    /** Prints every label of the id with all that is known of it. */
    public void print(PrintWriter out) {
        if (!isFound()) {
            printMissing(out);
            return;
        }
        String gap = "";
        for (List<KeptLabel> revisions : kept.byResume()) {
            out.print(gap);
            new LabelPrinter(out).lookup(details(revisions), revisions, topics);
            gap = System.lineSeparator();
        }
    }

    /** Prints why the id has its label. */
    public void explain(PrintWriter out) {
        if (!isFound()) {
            printMissing(out);
            return;
        }
        String gap = "";
        for (List<KeptLabel> revisions : kept.byResume()) {
            out.print(gap);
            new LabelPrinter(out).explain(details(revisions));
            gap = System.lineSeparator();
        }
    }

    private void printMissing(PrintWriter out) {
        out.println(resumeId + ": " + (kept.forgotten() ? "deleted, and not labelled since" : NO_LABEL));
    }

    private LabelDetails details(List<KeptLabel> revisions) {
        return LabelDetails.of(revisions.get(0).label(), rules);
    }

    /**
     * An object for each label of the id, as of {@link LabelDetails#json}, with {@code record} ({@code topic},
     * {@code partition}, {@code offset} of the label) and {@code earlier}, the revisions that are still kept. Without a
     * label, one with its {@code error} or, for a deleted resume, with {@code forgotten}.
     */
    public List<ObjectNode> json() {
        if (isFound()) {
            return kept.byResume().stream().map(this::json).toList();
        }
        return List.of(
                kept.forgotten()
                        ? JsonNodeFactory.instance
                                .objectNode()
                                .put("resumeId", resumeId)
                                .put("forgotten", true)
                        : LabelJson.object(LabelLine.failed(resumeId, NO_LABEL)));
    }

    private ObjectNode json(List<KeptLabel> revisions) {
        ObjectNode json = details(revisions).json();
        KeptLabel newest = revisions.get(0);
        json.putObject("record")
                .put("topic", topics.labelledRoles())
                .put("partition", newest.partition())
                .put("offset", newest.offset());
        ArrayNode earlier = json.putArray("earlier");
        for (KeptLabel one : revisions.subList(1, revisions.size())) {
            earlier.addObject()
                    .put("revision", one.label().getRevision())
                    .put("role", one.label().getRole())
                    .put("confidence", one.label().getConfidence())
                    .put("decidedBy", one.label().getDecidedBy().name())
                    .put("labelledAt", one.label().getLabelledAt().toString())
                    .put("offset", one.offset());
        }
        return json;
    }
}
