package io.rolestream.labellers;

import io.rolestream.rules.ruleset.RuleSet;
import io.rolestream.rules.vote.KeywordMatch;
import io.rolestream.rules.vote.RuleVote;
import java.util.concurrent.CompletableFuture;

/** Keyword rules. They give no probabilities; the evidence is the matched keywords. */
final class RuleLabeller implements Labeller {
    private final RuleSet rules;

    RuleLabeller(RuleSet rules) {
        this.rules = rules;
    }

    @Override
    public LabellerFacts facts() {
        return new LabellerFacts("rules", rules.version(), 0);
    }

    @Override
    public boolean isFull() {
        return false;
    }

    @Override
    public CompletableFuture<Answer> label(String text) {
        RuleVote vote = rules.vote(text);
        return CompletableFuture.completedFuture(new Answer(
                rules.taxonomy().indexOf(vote.role().name()),
                vote.abstained(),
                vote.confidence(),
                new float[0],
                vote.matches().stream().map(KeywordMatch::keyword).toList(),
                null,
                false));
    }

    @Override
    public void close() {}
}
