package io.rolestream.models.loading;

import io.rolestream.engine.task.TextClassifier;
import io.rolestream.models.artifact.VoteParameters;
import io.rolestream.rules.decision.LogProbabilities;
import io.rolestream.rules.role.RoleMapping;
import io.rolestream.rules.ruleset.RuleSet;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A verified model version, ready to vote.
 *
 * @param classifier closed with this
 * @param directory its files when it was loaded; the cache may delete them later
 * @param mapping from the classifier's labels, in their order, to the roles of its user
 * @param parameters how its votes are made and count
 * @param rules the rule set that it was evaluated with, for the roles of its user; null if the version carries none
 */
public record LoadedModel(
        String name,
        String version,
        TextClassifier classifier,
        Path directory,
        RoleMapping mapping,
        VoteParameters parameters,
        @Nullable RuleSet rules)
        implements LoadedVersion {
    /** The roles that it has learnt, in the order of the classifier's labels. */
    public List<String> roles() {
        return mapping.from();
    }

    /** The log-probabilities of its user's roles; negative infinity for one that the version has not learnt. */
    public double[] logProbabilities(float[] logits) {
        return mapping.logProbabilities(LogProbabilities.of(logits, parameters.temperature()));
    }

    /** Computes queued texts, then frees the model. */
    @Override
    public void close() {
        classifier.close();
    }
}
