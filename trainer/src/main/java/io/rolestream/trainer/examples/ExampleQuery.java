package io.rolestream.trainer.examples;

import io.rolestream.evaluation.split.ExampleSplit;
import org.jspecify.annotations.Nullable;

/**
 * Selects the examples to read.
 *
 * @param split null for all
 * @param unlessVotedBy excludes examples with a vote of this version of the rules, to select those that need a new
 *     vote; null for none
 */
public record ExampleQuery(
        @Nullable ExampleSplit split, @Nullable String unlessVotedBy) {
    public static ExampleQuery all() {
        return new ExampleQuery(null, null);
    }

    public static ExampleQuery of(ExampleSplit split) {
        return new ExampleQuery(split, null);
    }

    /** What a rule set of another version than this has voted on. */
    public static ExampleQuery votedByOthersThan(String rulesetVersion) {
        return new ExampleQuery(null, rulesetVersion);
    }
}
