package io.rolestream.models.loading;

import io.rolestream.engine.task.TextClassifier;
import io.rolestream.models.artifact.VoteParameters;
import io.rolestream.rules.ruleset.RuleSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A verified model version, ready to vote.
 *
 * @param classifier closed with this
 * @param roles the role of each of the classifier's labels, in their order
 * @param parameters how its votes are made and count
 * @param rules the rule set that it was evaluated with, or null if the version carries none
 */
public record LoadedModel(
        String name,
        String version,
        TextClassifier classifier,
        List<String> roles,
        VoteParameters parameters,
        @Nullable RuleSet rules)
        implements LoadedVersion {
    public LoadedModel {
        roles = List.copyOf(roles);
    }

    /** Computes queued texts, then frees the model. */
    @Override
    public void close() {
        classifier.close();
    }
}
