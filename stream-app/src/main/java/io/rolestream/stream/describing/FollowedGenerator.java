package io.rolestream.stream.describing;

import io.micrometer.core.instrument.MeterRegistry;
import io.rolestream.common.clients.Cluster;
import io.rolestream.events.ModelStage;
import io.rolestream.matching.writing.DescriptionWriter;
import io.rolestream.models.announcements.Following;
import io.rolestream.models.loading.ChampionSupply;
import io.rolestream.models.loading.ModelLoader;
import io.rolestream.models.task.VersionTask;
import org.jspecify.annotations.Nullable;

/** Supplies the champion of a model, or the version that the settings name. */
final class FollowedGenerator implements DescriptionSupply {
    private final ChampionSupply<DescribingModel> versions;

    /**
     * Follows nothing yet.
     *
     * @param pinned the version to use, whether its gate has passed it or not; null follows the champion
     */
    FollowedGenerator(
            Cluster cluster, String name, @Nullable String pinned, DescribingSettings settings, MeterRegistry meters) {
        this.versions = new ChampionSupply<>(
                cluster,
                name,
                VersionTask.GENERATOR,
                ModelLoader.of(settings.models(), settings.rules().taxonomy()),
                version -> new CheckpointGenerator(
                        version.name(),
                        version.version(),
                        DescriptionWriter.open(
                                version.checkpoint(),
                                settings.writing(),
                                settings.models().inference(),
                                settings.rules().taxonomy(),
                                version.calibrations())),
                pinned == null ? new Following.Stage(ModelStage.CHAMPION) : new Following.Pinned(pinned),
                meters);
    }

    @Override
    public void start() {
        versions.start();
    }

    @Override
    public boolean isSettled() {
        return versions.isSettled();
    }

    @Override
    public @Nullable Change poll() {
        ChampionSupply.Change<DescribingModel> change = versions.poll();
        if (change == null) {
            return null;
        }
        return new Change(change.champion() == null ? null : change.champion().model());
    }

    @Override
    public void close() {
        versions.close();
    }
}
