package io.rolestream.trainer.matching.adversary;

import java.util.List;

/**
 * Sentences that every posting could have. Those that models learn from are others than those that models are judged
 * with, so that a model cannot pass by recognizing the sentences it learnt.
 */
public enum Boilerplate {
    LEARNT(List.of(
            "We are an equal opportunity employer and welcome applications from everybody.",
            "Our offices are easy to reach by public transport.",
            "You will receive regular feedback and a yearly review.",
            "We offer thirty days of paid leave and a company pension.",
            "Please send your application together with your earliest starting date.",
            "A healthy balance between work and private life matters to us.",
            "The position is permanent and begins as soon as possible.",
            "We have been growing for many years and remain independent.",
            "Fresh fruit, coffee and water are free for all colleagues.",
            "Our values are trust, openness and respect.",
            "You will join a friendly group of motivated colleagues.",
            "The interview process consists of two conversations.")),
    JUDGED(List.of(
            "All qualified applicants are considered regardless of background.",
            "A parking space and a travel allowance are available on request.",
            "Your manager will support your personal development.",
            "Benefits include health insurance and a sports subsidy.",
            "If this sounds interesting, we look forward to hearing from you.",
            "Flexible hours let you plan your day as you like.",
            "The contract is unlimited after a trial period of six months.",
            "Our company was founded by people who believe in quality.",
            "We celebrate successes together at two events each year.",
            "Honesty and curiosity guide everything that we do.",
            "New colleagues are accompanied by a mentor in their first weeks.",
            "We answer every application within ten working days."));

    private final List<String> sentences;

    Boilerplate(List<String> sentences) {
        this.sentences = sentences;
    }

    /** At least one. */
    List<String> sentences() {
        return sentences;
    }
}
