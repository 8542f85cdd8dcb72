package io.rolestream.trainer.matching.run;

import io.rolestream.common.files.Replacement;
import io.rolestream.engine.task.InferenceOptions;
import io.rolestream.events.ModelVersion;
import io.rolestream.models.ModelSettings;
import io.rolestream.models.artifact.ModelRefusedException;
import io.rolestream.models.loading.LinkedVersion;
import io.rolestream.models.loading.ModelLoader;
import io.rolestream.models.task.VersionTask;
import io.rolestream.rules.role.Taxonomy;
import io.rolestream.trainer.matching.MatchChampions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The champions that a training is compared with, verified, in a directory of the training: so that it continues with
 * the same ones after a restart, whatever has become champion meanwhile.
 *
 * @param directory of the training
 */
public record ChampionFiles(Path directory) {
    private static final Logger LOG = LoggerFactory.getLogger(ChampionFiles.class);

    private Path of(String name) {
        return directory.resolve("champion-" + name);
    }

    /**
     * Downloads the champions. One that cannot be used is left out, with a warning.
     *
     * @param matcher the champion that retrieves; empty for none
     * @param reward the champion that re-ranks; empty for none, or where it is not needed
     * @param threads per operation
     * @throws IOException if the store cannot be reached; trying again may help
     */
    public void download(
            Optional<ModelVersion> matcher,
            Optional<ModelVersion> reward,
            ModelSettings models,
            Taxonomy taxonomy,
            int threads)
            throws IOException, InterruptedException {
        InferenceOptions yielding = models.inference().withThreads(1, threads);
        try (ModelLoader loader =
                ModelLoader.of(new ModelSettings(models.store(), models.cache(), models.keys(), yielding), taxonomy)) {
            download(loader, matcher, VersionTask.MATCHER);
            download(loader, reward, VersionTask.REWARD);
        }
    }

    private void download(ModelLoader loader, Optional<ModelVersion> champion, String name)
            throws IOException, InterruptedException {
        Replacement.delete(of(name));
        if (champion.isPresent()) {
            try {
                loader.load(
                        champion.get(),
                        VersionTask.ofModel(name),
                        verified -> LinkedVersion.at(verified.directory(), of(name)));
            } catch (ModelRefusedException e) {
                LOG.warn(
                        "cannot compare with the champion {} of {}: {}",
                        champion.get().getVersion(),
                        name,
                        e.getMessage());
            }
        }
    }

    /**
     * The champions that were downloaded.
     *
     * @param task of the model to be trained
     * @param version the name of the champion that it is to replace; null for none
     */
    public MatchChampions champions(VersionTask task, @Nullable String version) {
        Path matcher = present(VersionTask.MATCHER);
        Path reward = task == VersionTask.RERANKER ? present(VersionTask.REWARD) : null;
        return new MatchChampions(
                matcher, reward, (task == VersionTask.RERANKER ? reward : matcher) == null ? null : version);
    }

    private @Nullable Path present(String name) {
        return Files.isDirectory(of(name)) ? of(name) : null;
    }
}
