package io.rolestream.stream.explain;

import io.rolestream.events.LabelledRole;
import io.rolestream.events.Vote;
import io.rolestream.rules.decision.Decision;
import io.rolestream.rules.decision.DecisionPolicy;
import io.rolestream.rules.ruleset.RuleSet;
import io.rolestream.schemas.serde.GeneratedRecords;
import io.rolestream.stream.labelling.RuleVotes;
import io.rolestream.stream.worker.VotingModel;
import java.time.Instant;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Labels single texts as the stream does, and says why.
 *
 * @param model null if the rules vote alone
 */
public record TextExplainer(RuleSet rules, @Nullable VotingModel model, DecisionPolicy policy) {
    static {
        GeneratedRecords.trust(); // labels have defaults
    }

    /**
     * The label that a resume with this text would get.
     *
     * @throws ExecutionException if the model fails on the text
     */
    public LabelDetails explain(String text) throws InterruptedException, ExecutionException {
        Instant now = Instant.now();
        Vote ruleVote = new RuleVotes(() -> rules).on(text, now);
        Vote modelVote = model == null ? null : model.vote(text).get();
        Decision decision = policy.decide(ruleVote, modelVote, null);
        LabelledRole label = LabelledRole.newBuilder()
                .setRole(decision.role())
                .setDecidedBy(decision.decidedBy())
                .setConfidence(decision.confidence())
                .setPolicy(policy.toString())
                .setRuleVote(ruleVote)
                .setModelVote(modelVote)
                .setSubmittedAt(now)
                .setLabelledAt(now)
                .build();
        return LabelDetails.of(label, rules.explain(text));
    }
}
