package io.rolestream.files.write;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is written of one resume: its label, or why it has none.
 *
 * @param resumeId the resume
 * @param role the role decided on, or null for a resume that got no label
 * @param confidence how sure the decision is, 0 to 1
 * @param decidedBy whose vote was followed, or null for a resume that got no label
 * @param degraded whether a model vote was awaited in vain
 * @param rule the rules' vote, or null if they did not vote
 * @param model the model's vote, or null if it did not vote
 * @param error why there is no label, or null if there is one
 */
public record LabelLine(
        String resumeId,
        @Nullable String role,
        float confidence,
        @Nullable String decidedBy,
        boolean degraded,
        @Nullable RulePart rule,
        @Nullable ModelPart model,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String error) {

    /**
     * The rules' vote.
     *
     * @param role the role voted for, or null if they abstained
     * @param keywords the keywords that matched, in the order of the text
     */
    public record RulePart(@Nullable String role, List<String> keywords) {

        public RulePart {
            keywords = List.copyOf(keywords);
        }
    }

    /**
     * The model's vote.
     *
     * @param role the role voted for, or null if it abstained
     * @param confidence how sure it is, 0 to 1
     * @param version the model version that voted
     */
    public record ModelPart(@Nullable String role, float confidence, String version) {

        /** @throws IllegalArgumentException if the confidence is not from 0 to 1 */
        public ModelPart {
            requireShare(confidence);
        }
    }

    /**
     * @throws IllegalArgumentException if the confidence is not from 0 to 1, or there is neither a role nor an error
     */
    public LabelLine {
        requireShare(confidence);
        if (role == null && error == null) {
            throw new IllegalArgumentException("a resume without a role needs an error that says why");
        }
    }

    /** The line of a resume that got no label. */
    public static LabelLine failed(String resumeId, String error) {
        return new LabelLine(resumeId, null, 0, null, false, null, null, error);
    }

    private static void requireShare(float confidence) {
        if (!(confidence >= 0 && confidence <= 1)) {
            throw new IllegalArgumentException("confidence " + confidence + " is not from 0 to 1");
        }
    }
}
