package io.rolestream.trainer.labelling;

import io.rolestream.common.text.Keyed;

/**
 * A labeller to learn from. All but the observed ones are cheap: they use only the rules and the taxonomy. Each may
 * abstain.
 */
public enum WeakLabeller implements Keyed {
    RULES,
    /** The role with the most keywords in the text as whole words, each counted once regardless of its weight. */
    KEYWORD_COUNT,
    /** The role of the single heaviest matched keyword. */
    STRONGEST_KEYWORD,
    /** The rules' vote on the first few skills: people put what they are first. */
    FIRST_SKILLS,
    /** The role whose name occurs in the text. */
    ROLE_NAMES,
    /** The role whose name and description have the rarest words in common with the text. */
    DESCRIPTIONS,
    /**
     * The labellers that the labelling service observes: each has a vote of its own, as far as it voted on the text.
     */
    OBSERVED
}
