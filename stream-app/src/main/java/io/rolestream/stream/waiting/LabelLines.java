package io.rolestream.stream.waiting;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rolestream.events.Evidence;
import io.rolestream.events.LabelledRole;
import io.rolestream.events.Vote;
import io.rolestream.files.write.LabelJson;
import io.rolestream.files.write.LabelLine;
import io.rolestream.files.write.LabelLine.ModelPart;
import io.rolestream.files.write.LabelLine.RulePart;
import io.rolestream.rules.decision.Decision;
import io.rolestream.schemas.serde.AvroJson;
import org.jspecify.annotations.Nullable;

/** Labels as people and their programs read them. */
public final class LabelLines {
    private LabelLines() {}

    /** A label as its event says. */
    public static LabelLine of(LabelledRole label) {
        return of(
                label.getResumeId(),
                new Decision(label.getRole(), label.getDecidedBy(), label.getConfidence()),
                label.getDegraded(),
                label.getRuleVote(),
                label.getModelVote());
    }

    /** A label with the votes that were decided upon; the model's is null if none votes. */
    public static LabelLine of(
            String resumeId, Decision decision, boolean degraded, @Nullable Vote rules, @Nullable Vote model) {
        return new LabelLine(
                resumeId,
                null,
                decision.role(),
                decision.confidence(),
                decision.decidedBy().name(),
                degraded,
                rule(rules),
                model(model),
                null);
    }

    /** An event with the fields that labels have everywhere, followed by those that only it has. */
    public static ObjectNode json(LabelledRole label) {
        ObjectNode object = LabelJson.object(of(label));
        AvroJson.of(label).properties().stream()
                .filter(field -> !object.has(field.getKey()))
                .forEach(field -> object.set(field.getKey(), field.getValue()));
        return object;
    }

    private static @Nullable RulePart rule(@Nullable Vote vote) {
        return vote == null
                ? null
                : new RulePart(
                        vote.getRole(),
                        vote.getEvidence().stream().map(Evidence::getKeyword).toList());
    }

    private static @Nullable ModelPart model(@Nullable Vote vote) {
        return vote == null ? null : new ModelPart(vote.getRole(), vote.getConfidence(), vote.getLabellerVersion());
    }
}
