package io.rolestream.trainer.recipe;

import io.rolestream.models.loading.LoadedModel;
import io.rolestream.rules.role.Taxonomy;
import io.rolestream.rules.ruleset.RuleSet;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is to be trained.
 *
 * @param name the model's name, which is its labeller's too
 * @param version of the model that is to come
 * @param taxonomy the roles
 * @param rules whose votes are learnt from; answers may change their weights
 * @param texts what to learn from, to choose by and to judge on
 * @param offsets by {@code topic-partition}: up to where the stream was taken in (exclusive); empty where the texts are no stream's
 * @param champion the model that decides at present, to compare with; null where there is none. Stays the caller's
 * @param settings how
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
