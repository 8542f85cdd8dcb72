package io.rolestream.trainer.recipe;

import io.rolestream.models.loading.LoadedModel;
import io.rolestream.rules.role.Taxonomy;
import io.rolestream.rules.ruleset.RuleSet;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request for a training.
 *
 * @param name the model's name, which is its labeller's too
 * @param version of the new model
 * @param taxonomy the roles
 * @param rules whose votes are trained on; answers may change their weights
 * @param texts for training, validation and test
 * @param offsets by {@code topic-partition}: up to where the stream was read (exclusive); empty if the texts do not
 *     come from a stream
 * @param champion the present champion, to compare with; null if there is none. The caller closes it
 * @param settings of the training
 */
public record TrainingRequest(
        String name,
        String version,
        Taxonomy taxonomy,
        RuleSet rules,
        TextSource texts,
        Map<String, Long> offsets,
        @Nullable LoadedModel champion,
        TrainingSettings settings) {
    public TrainingRequest {
        offsets = Map.copyOf(offsets);
    }
}
