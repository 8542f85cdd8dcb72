package io.rolestream.cli.label;

import io.rolestream.events.Evidence;
import io.rolestream.events.LabelledRole;
import io.rolestream.events.Vote;
import io.rolestream.files.write.LabelLine;
import io.rolestream.files.write.LabelLine.ModelPart;
import io.rolestream.files.write.LabelLine.RulePart;
import org.jspecify.annotations.Nullable;

/** Turns label events into lines of output. */
final class LabelLines {
    private LabelLines() {}

    static LabelLine of(LabelledRole label) {
        return new LabelLine(
                label.getResumeId(),
                label.getRole(),
                label.getConfidence(),
                label.getDecidedBy().name(),
                label.getDegraded(),
                rule(label.getRuleVote()),
                model(label.getModelVote()),
                null);
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
