package io.rolestream.files.write;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A resume's label, or why it has none. In JSON, labels have this shape everywhere; docs/design/labels.md describes it.
 *
 * @param row the resume's number in the input, from 1; null if it did not come from one
 * @param role null without a label
 * @param confidence 0 to 1
 * @param decidedBy whose vote was followed; null without a label
 * @param degraded whether the model's vote did not come in time
 * @param rule null if the rules did not vote
 * @param model null if the model did not vote
 * @param error null with a label
 */
public record LabelLine(
        String resumeId,
        @Nullable Long row,
        @Nullable String role,
        float confidence,
        @Nullable String decidedBy,
        boolean degraded,
        @Nullable RulePart rule,
        @Nullable ModelPart model,
        @Nullable String error) {

    /**
     * The rules' vote.
     *
     * @param role null if they abstained
     * @param keywords the matched ones, in the order of the text
     */
    public record RulePart(@Nullable String role, List<String> keywords) {

        public RulePart {
            keywords = List.copyOf(keywords);
        }
    }

    /**
     * The model's vote.
     *
     * @param role null if it abstained
     * @param confidence 0 to 1
     */
    public record ModelPart(@Nullable String role, float confidence, String version) {

        public ModelPart {
            requireShare(confidence);
        }
    }

    /** @throws IllegalArgumentException if the confidence is not from 0 to 1, or role and error are both null */
    public LabelLine {
        requireShare(confidence);
        if (role == null && error == null) {
            throw new IllegalArgumentException("a resume without a role needs an error that says why");
        }
    }

    public static LabelLine failed(String resumeId, String error) {
        return new LabelLine(resumeId, null, null, 0, null, false, null, null, error);
    }

    /** The label with its resume's number in the input, from 1. */
    public LabelLine withRow(long number) {
        return new LabelLine(resumeId, number, role, confidence, decidedBy, degraded, rule, model, error);
    }

    private static void requireShare(float confidence) {
        if (!(confidence >= 0 && confidence <= 1)) {
            throw new IllegalArgumentException("confidence " + confidence + " is not from 0 to 1");
        }
    }
}
