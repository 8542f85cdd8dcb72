package io.rolestream.trainer;

import io.rolestream.common.reading.OwnGroup;
import io.rolestream.events.ModelStage;
import io.rolestream.models.ModelSettings;
import io.rolestream.models.task.VersionTask;
import io.rolestream.trainer.examples.Retention;
import io.rolestream.trainer.matching.MatchSettings;
import io.rolestream.trainer.recipe.TrainingSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * How a trainer works.
 *
 * @param group consumer group of all trainers, followed by their model's name
 * @param dataDirectory not shared with another trainer
 * @param nice niceness of the training threads, 0 to 19
 */
public record TrainerSettings(
        OwnGroup group,
        Path dataDirectory,
        Retention retention,
        Schedule schedule,
        TrainingSettings training,
        int nice,
        Publishing publishing,
        ModelSettings models,
        Matching matching) {
    /**
     * When a trainer trains by itself. A trigger of zero is disabled.
     *
     * @param minExamples minimum number of texts for any trigger
     * @param pause minimum time since the end of the last training
     * @param every time since the start of the last training
     * @param afterExamples new examples since the last training
     * @param afterCorrections new corrections since the last training
     */
    public record Schedule(
            int minExamples, Duration pause, Duration every, int afterExamples, int afterCorrections, Drift drift) {}

    /**
     * When drift triggers a training.
     *
     * @param examples how many of the newest texts are compared with those of the last training
     * @param stabilityIndex the population stability index above which the input has drifted
     * @param disagreementRise excess of the share of labels on which rules and champion disagree over the share in its
     *     evaluation
     */
    public record Drift(int examples, double stabilityIndex, double disagreementRise) {}

    /**
     * @param stage of a version that passes the gate
     * @param keepVersions how many of the latest are kept
     */
    public record Publishing(ModelStage stage, int keepVersions) {}

    /**
     * When and how the recommender's models are trained. A trigger of zero is disabled.
     *
     * @param models which of them; empty for none, for which nothing is accumulated either
     * @param minPairs minimum number of pairs of a resume and a job that suits for any trigger
     * @param afterPairs new ones since the last training
     * @param every time since the start of the last training
     * @param textChars longer texts are skipped, as other services do
     */
    public record Matching(
            List<VersionTask> models,
            int minPairs,
            int afterPairs,
            Duration every,
            int textChars,
            MatchSettings matcher,
            MatchSettings reward) {
        public Matching {
            models = List.copyOf(models);
        }

        /** How one of them is trained. */
        public MatchSettings of(VersionTask task) {
            return task == VersionTask.EMBEDDER ? matcher : reward;
        }
    }
}
