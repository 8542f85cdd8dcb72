package io.rolestream.evaluation.report;

import org.jspecify.annotations.Nullable;

/**
 * Facts in a model card besides the scores.
 *
 * @param name the model's name
 * @param version the version, unique under the name
 * @param parent the version that it was trained from, or null
 * @param base the pre-trained checkpoint that was fine-tuned; blank if unknown
 * @param rulesetVersion the rule set whose votes it was trained on; empty if there was none
 * @param trainedExamples examples with a rule vote that it was trained on
 * @param trainedCorrections people's corrections that it was trained on
 * @param seed of the training
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
