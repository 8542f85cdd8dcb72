package io.rolestream.trainer.labelling;

import io.rolestream.common.text.Keyed;

/** A cheap labeller that uses only the rules and the taxonomy. Each may abstain. */
public enum WeakLabeller implements Keyed {
    /** The rules' vote. */
    RULES,
    /** The role with the most keywords in the text as whole words, each counted once regardless of its weight. */
    KEYWORD_COUNT,
    /** The role that the single heaviest matched keyword speaks for. */
    STRONGEST_KEYWORD,
    /** The rules' vote on the first few skills: people put first what they are. */
    FIRST_SKILLS,
    /** The role whose name occurs in the text. */
    ROLE_NAMES,
    /** The role whose name and description have the rarest words in common with the text. */
    DESCRIPTIONS
}
