package io.rolestream.trainer;

import io.rolestream.events.ModelStage;
import io.rolestream.models.ModelSettings;
import io.rolestream.trainer.examples.Retention;
import io.rolestream.trainer.recipe.TrainingSettings;
import java.nio.file.Path;
import java.time.Duration;

/**
 * How a trainer works.
 *
 * @param group consumer group of all trainers, which their model's name follows
 * @param dataDirectory of this trainer alone
 * @param retention which examples are kept
 * @param schedule when it trains
 * @param training how it trains
 * @param nice niceness of the training threads, 0 to 19
 * @param publishing what becomes of trained versions
 * @param models where versions are stored
 */
public record TrainerSettings(
        String group,
        Path dataDirectory,
        Retention retention,
        Schedule schedule,
        TrainingSettings training,
        int nice,
        Publishing publishing,
        ModelSettings models) {
    /**
     * When a trainer trains by itself. A trigger of zero is disabled.
     *
     * @param minExamples no trigger fires with fewer texts
     * @param pause after a training
     * @param every since the last training began
     * @param afterExamples new examples since the last training
     * @param afterCorrections new corrections since the last training
     * @param drift of what comes in, and of the champion
     */
    public record Schedule(
            int minExamples, Duration pause, Duration every, int afterExamples, int afterCorrections, Drift drift) {}

    /**
     * When drift triggers a training.
     *
     * @param examples how many of the newest texts are compared with those of the last training
     * @param stabilityIndex the population stability index above which the input has drifted
     * @param disagreementRise how much more often rules and champion disagree than its evaluation makes expect, as a
     *     share
     */
    public record Drift(int examples, double stabilityIndex, double disagreementRise) {}

    /**
     * What becomes of trained versions.
     *
     * @param stage of a version that passes the gate
     * @param keepVersions how many of the latest are kept
     */
    public record Publishing(ModelStage stage, int keepVersions) {}
}
