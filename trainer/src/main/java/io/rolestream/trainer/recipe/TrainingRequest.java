package io.rolestream.trainer.recipe;

import io.rolestream.models.loading.LoadedModel;
import io.rolestream.rules.role.Taxonomy;
import io.rolestream.rules.ruleset.RuleSet;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request for a training.
 *
 * @param name the model's and its labeller's
 * @param rules whose votes are trained on; answers may change their weights
 * @param offsets by {@code topic-partition}: up to where the stream was read (exclusive); empty if the texts are not
 *     from a stream
 * @param champion to compare with, or null; closed by the caller
 */
public record TrainingRequest(
        String name,
        String version,
        RuleSet rules,
        TextSource texts,
        Map<String, Long> offsets,
        @Nullable LoadedModel champion,
        TrainingSettings settings) {
    public TrainingRequest {
        offsets = Map.copyOf(offsets);
    }

    public Taxonomy taxonomy() {
        return rules.taxonomy();
    }

    /** The champion, if it has learnt other roles than there are now; then a training starts from it. */
    @Nullable
    LoadedModel formerRoles() {
        return champion == null || champion.mapping().isSameRoles() ? null : champion;
    }
}
