package io.rolestream.stream;

import io.rolestream.common.config.TracingSettings;
import io.rolestream.common.reading.OwnGroup;
import io.rolestream.models.ModelSettings;
import io.rolestream.rules.ruleset.RuleSet;
import io.rolestream.stream.labelling.LabellingTopology;
import io.rolestream.stream.reconcile.ReconcilerSettings;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a labelling service works.
 *
 * @param instance its names, state and threads
 * @param rules the configured rule set
 * @param followsChampion whether the rule set of the model's champion votes instead, if there is one
 * @param reconciling how votes become labels
 * @param limits of what is read and kept
 * @param models where the champion's rule set is
 * @param tracing where traces go
 */
public record StreamSettings(
        Instance instance,
        RuleSet rules,
        boolean followsChampion,
        ReconcilerSettings reconciling,
        LabellingTopology.Limits limits,
        ModelSettings models,
        TracingSettings tracing) {
    /**
     * One process of the service.
     *
     * @param group the consumer group, which all instances share
     * @param name unchanged by restarts, for static membership; null for none
     * @param stateDirectory of this instance alone
     * @param threads at least 1
     * @param stuckAfter an instance with a thread that has not polled for this long is not live
     */
    public record Instance(
            OwnGroup group, @Nullable String name, Path stateDirectory, int threads, Duration stuckAfter) {
        /** The name of the group, with which internal topics and transactional ids begin. */
        public String applicationId() {
            return group.id();
        }
    }

    /** The model whose votes are awaited, or null if the rules decide alone. */
    public @Nullable String model() {
        return reconciling.modelLabeller();
    }
}
