package io.rolestream.trainer.matching.run;

import io.rolestream.common.clients.Cluster;
import io.rolestream.common.clients.TopicAdminException;
import io.rolestream.common.config.ConfigurationException;
import io.rolestream.common.files.OutputPlace;
import io.rolestream.common.files.Replacement;
import io.rolestream.common.service.StopSignal;
import io.rolestream.engine.checkpoint.CheckpointDirectory;
import io.rolestream.events.ModelStage;
import io.rolestream.events.ModelVersion;
import io.rolestream.models.ModelSettings;
import io.rolestream.models.announcements.SigningKeys;
import io.rolestream.models.announcements.VersionAnnouncer;
import io.rolestream.models.announcements.VersionKey;
import io.rolestream.models.announcements.VersionLog;
import io.rolestream.models.artifact.VersionNames;
import io.rolestream.models.loading.VersionPublisher;
import io.rolestream.models.store.ArtifactStore;
import io.rolestream.models.store.ArtifactStores;
import io.rolestream.models.task.VersionTask;
import io.rolestream.rules.ruleset.RuleSet;
import io.rolestream.trainer.matching.MatchCandidate;
import io.rolestream.trainer.matching.MatchChampions;
import io.rolestream.trainer.matching.MatchRequest;
import io.rolestream.trainer.matching.MatchSettings;
import io.rolestream.trainer.matching.MatchingData;
import io.rolestream.trainer.matching.store.MatchStore;
import io.rolestream.trainer.matching.store.TopicMatches;
import io.rolestream.trainer.recipe.TrainingImpossibleException;
import io.rolestream.trainer.recipe.TrainingLines;
import io.rolestream.trainer.recipe.TrainingMonitor;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One training of a matcher or a reward model as a person asks for it: from files into a directory, or from a cluster's
 * feedback, which publishes a model that passes the gate, in the stage that {@link MatchStages} gives it.
 *
 * @param out where the model is written; must not exist, or be empty
 * @param matcher for a reward model, the directory of the bi-encoder that it re-ranks behind; null for none
 * @param print where results are printed
 * @param lines where progress is printed
 */
public record MatchRun(
        VersionTask task,
        RuleSet rules,
        MatchSettings settings,
        Path out,
        @Nullable Path matcher,
        PrintWriter print,
        PrintWriter lines) {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** @throws ConfigurationException if the output directory has content, or cannot be created */
    public MatchRun {
        OutputPlace.requireFree(out);
    }

    /**
     * A cluster to learn from and to publish to.
     *
     * @param textChars longer texts are skipped, as other services do
     */
    public record Target(Cluster cluster, ModelSettings models, Path dataDirectory, int textChars) {}

    /**
     * Trains from files.
     *
     * @param watcher is told the progress too
     * @return false if it was stopped
     * @throws TrainingImpossibleException if the matches do not suffice
     */
    public boolean fromFiles(MatchInputs inputs, TrainingMonitor watcher)
            throws IOException, InterruptedException, TrainingImpossibleException {
        MatchingData data = inputs.read(settings.seed(), lines::println);
        Optional<MatchCandidate> made = train(data, new MatchChampions(matcher, null, null), Map.of(), watcher);
        made.ifPresent(one -> print.println("wrote " + out));
        return made.isPresent();
    }

    /**
     * Trains from a cluster's feedback, and publishes the model if it passes.
     *
     * @param watcher is told the progress too
     * @return false if it was stopped
     * @throws TrainingImpossibleException if the feedback does not suffice
     */
    public boolean fromCluster(Target target, TrainingMonitor watcher)
            throws IOException, InterruptedException, TrainingImpossibleException {
        requirePublishable(target);
        MatchingData data;
        Map<String, Long> offsets;
        try (MatchStore store = MatchStore.open(target.dataDirectory())) {
            offsets = TopicMatches.catchUp(target.cluster(), store, target.textChars());
            data = store.data(lines::println);
        }
        Path absolute = out.toAbsolutePath();
        Path downloaded = absolute.resolveSibling(absolute.getFileName() + ".champions");
        MatchChampions champions = champions(target, new ChampionFiles(downloaded));
        Optional<MatchCandidate> made = train(data, champions, offsets, watcher);
        if (made.isPresent()) {
            Replacement.delete(downloaded);
            print.println("wrote " + out);
            if (made.get().verdict().passed()) {
                publish(made.get(), champions.version(), target);
            } else {
                print.println("not published: the gate did not pass it");
            }
        }
        return made.isPresent();
    }

    /** @throws TopicAdminException if the announcements cannot be read in time */
    private MatchChampions champions(Target target, ChampionFiles files) throws IOException, InterruptedException {
        try (VersionLog versions = new VersionLog(
                target.cluster(), SigningKeys.read(target.models().keys()).trusted())) {
            if (!versions.readToEnd(PATIENCE)) {
                throw new TopicAdminException(
                        "timed out after %d s reading the announcements of model versions"
                                .formatted(PATIENCE.toSeconds()),
                        null);
            }
            files.download(
                    versions.table().champion(VersionTask.MATCHER),
                    task == VersionTask.RERANKER ? versions.table().champion(VersionTask.REWARD) : Optional.empty(),
                    target.models(),
                    rules.taxonomy(),
                    settings.threads());
            MatchChampions found = files.champions(
                    task,
                    versions.table()
                            .champion(task.recommenderModel())
                            .map(ModelVersion::getVersion)
                            .orElse(null));
            return matcher == null ? found : new MatchChampions(matcher, found.reward(), found.version());
        }
    }

    /** So that a training of hours does not fail at its end. */
    private void requirePublishable(Target target) throws IOException {
        SigningKeys.read(target.models().keys());
        String name = version();
        if (!VersionNames.isName(name)) {
            throw new ConfigurationException("--out: the directory's name becomes the version's, and \"" + name
                    + "\" cannot be one: it needs 1 to 128 letters, digits, '.', '_' and '-', a letter or digit first");
        }
        VersionKey key = new VersionKey(task.recommenderModel(), name);
        try (ArtifactStore store = ArtifactStores.open(target.models().store())) {
            if (store.contains(key.toString())) {
                throw new ConfigurationException(
                        "--out: " + key + " is in the store " + store + " already; name another directory");
            }
        }
    }

    private String version() {
        return String.valueOf(out.toAbsolutePath().normalize().getFileName());
    }

    private Optional<MatchCandidate> train(
            MatchingData data, MatchChampions champions, Map<String, Long> offsets, TrainingMonitor watcher)
            throws IOException, InterruptedException, TrainingImpossibleException {
        lines.printf(
                "%s: %,d resumes, %,d jobs, %,d judged pairs%n",
                data.source(),
                data.resumes().size(),
                data.jobs().size(),
                data.matches().size());
        lines.flush();
        String name = version();
        MatchRequest request = new MatchRequest(
                VersionNames.isName(name) ? name : "trained", rules, data, champions, offsets, settings);
        try (StopSignal stop = StopSignal.install()) {
            Optional<MatchCandidate> made =
                    MatchOnce.run(request, task, out, print, new TrainingLines(lines).and(watcher), stop::isRequested);
            if (made.isEmpty()) {
                lines.println("stopped; run the same command again to continue");
            }
            return made;
        }
    }

    /** @param compared the champion that it was compared with; null for none */
    private void publish(MatchCandidate made, @Nullable String compared, Target target) throws IOException {
        MatchCandidate candidate =
                new MatchCandidate(CheckpointDirectory.open(out), made.details(), made.smokeTest(), made.verdict());
        SigningKeys keys = SigningKeys.read(target.models().keys());
        try (ArtifactStore store = ArtifactStores.open(target.models().store());
                VersionAnnouncer announcer = new VersionAnnouncer(target.cluster(), "trainer", keys)) {
            ModelVersion announcement = new VersionPublisher(
                            store, target.models().keys().readPrivate())
                    .publish(candidate.packaged(), ModelStage.CHAMPION);
            announcer
                    .announce(table -> Optional.of(
                            new MatchStages(compared).staged(announcement, table.champion(announcement.getName()))))
                    .forEach(this::print);
        }
    }

    private void print(ModelVersion version) {
        print.println(VersionKey.of(version) + " is " + version.getStage() + " now");
        if (version.getStage() == ModelStage.CHALLENGER) {
            print.println("  " + version.getGateReasons().get(0));
        }
    }
}
