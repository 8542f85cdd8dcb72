package io.rolestream.evaluation.report;

import org.jspecify.annotations.Nullable;

/**
 * Facts in a model card besides the scores.
 *
 * @param base the pre-trained checkpoint that was fine-tuned; blank if unknown
 * @param rulesetVersion the rule set whose votes it was trained on; empty if none
 * @param trainedExamples training examples with a rule vote
 * @param trainedCorrections training examples with a person's correction
 */
public record ModelFacts(
        String name,
        String version,
        @Nullable String parent,
        String base,
        String rulesetVersion,
        long trainedExamples,
        long trainedCorrections,
        long seed) {}
