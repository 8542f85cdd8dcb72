package io.rolestream.local.services;

import io.micrometer.core.instrument.MeterRegistry;
import io.rolestream.common.clients.Cluster;
import io.rolestream.common.config.ConnectionConfig;
import io.rolestream.common.config.Settings;
import io.rolestream.files.columns.JobColumns;
import io.rolestream.files.read.RowSource;
import io.rolestream.files.recommend.RecommendationRun;
import io.rolestream.files.recommend.RowRanking;
import io.rolestream.matching.Matcher;
import io.rolestream.matching.MatcherOptions;
import io.rolestream.matching.Matchers;
import io.rolestream.matching.index.MatchFilter;
import io.rolestream.matching.profile.JointBelief;
import io.rolestream.models.artifact.ModelRefusedException;
import io.rolestream.models.loading.LoadedModel;
import io.rolestream.rules.ruleset.RuleSet;
import io.rolestream.serving.Serving;
import io.rolestream.serving.answers.JobLists;
import io.rolestream.serving.answers.ServedVoters;
import io.rolestream.serving.config.ServingConfig;
import io.rolestream.serving.config.ServingSettings;
import io.rolestream.stream.StreamConfig;
import io.rolestream.stream.StreamSettings;
import io.rolestream.stream.rules.RuleSupply;
import io.rolestream.stream.worker.ClassifierModel;
import io.rolestream.stream.worker.FixedModel;
import io.rolestream.stream.worker.InferenceMeters;
import io.rolestream.stream.worker.SharedModel;
import io.rolestream.stream.worker.VersionSupply;
import io.rolestream.stream.worker.Voter;
import io.rolestream.stream.worker.WorkerConfig;
import io.rolestream.stream.worker.WorkerSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Makes the REST interface that the settings describe, with the parts of the stream and its workers.
 *
 * @param tell takes a line for each job that cannot be read
 */
public record ServingSetup(Settings settings, MeterRegistry meters, Consumer<String> tell) {
    private static final int BAD_ROWS_TOLD = 10;

    /** Where its model comes from. */
    public sealed interface ModelSource {
        /** The rules vote alone. */
        record None() implements ModelSource {}

        /** One model, in a directory. */
        record Directory(Path path) implements ModelSource {}

        /** The champion that is announced on a cluster, whichever it is. */
        record Champion(Cluster cluster) implements ModelSource {}
    }

    /**
     * Makes the service, which listens to nothing yet.
     *
     * @param jobs a file of postings to recommend; null for none
     * @throws ModelRefusedException if the directory's model must not be used
     * @throws IOException if it cannot be read
     */
    public Serving serving(ModelSource source, @Nullable Path jobs)
            throws ModelRefusedException, IOException, InterruptedException {
        StreamSettings stream = StreamConfig.settings(settings);
        ServingSettings serving = ServingConfig.settings(settings);
        LoadedModel loaded =
                source instanceof ModelSource.Directory directory ? Services.model(directory.path(), settings) : null;
        RuleSet rules = loaded == null || loaded.rules() == null || settings.isSet(StreamConfig.RULES)
                ? stream.rules()
                : loaded.rules();
        ServedVoters voters = source instanceof ModelSource.Champion champion
                ? following(champion.cluster(), stream)
                : new ServedVoters(rules, null, loaded == null ? null : fixed(loaded));
        JobLists lists = null;
        try {
            lists = jobs == null
                    ? null
                    : jobs(jobs, stream, rules, loaded == null ? null : new JointBelief(loaded, rules));
            return new Serving(serving, voters, stream.reconciling().policy(), lists, meters);
        } catch (IOException | InterruptedException | RuntimeException e) {
            voters.close();
            close(lists, e);
            throw e;
        }
    }

    private static void close(@Nullable JobLists lists, Exception failure) {
        try {
            if (lists != null) {
                lists.close();
            }
        } catch (Exception e) {
            failure.addSuppressed(e);
        }
    }

    private SharedModel fixed(LoadedModel loaded) {
        String name = loaded.name();
        return new SharedModel(
                new FixedModel(new ClassifierModel(loaded, name, new InferenceMeters(meters, name))), name);
    }

    /** The model that {@code labellers} names or, unless that is set, {@code model.name}. */
    private ServedVoters following(Cluster cluster, StreamSettings stream) {
        String name =
                settings.isSet(StreamConfig.LABELLERS) ? stream.model() : settings.string(WorkerConfig.MODEL_NAME);
        if (name == null) {
            return new ServedVoters(stream.rules(), null, null);
        }
        RuleSupply followed =
                stream.followsChampion() ? RuleSupply.of(cluster, stream.models(), stream.rules(), name, meters) : null;
        WorkerSettings worker = new WorkerSettings(
                new WorkerSettings.Member(
                        ServingConfig.reporter(settings), stream.instance().name()),
                new Voter.Announced(name, false, null),
                settings.duration(WorkerConfig.COMMIT_INTERVAL),
                new WorkerSettings.Limits(
                        settings.duration(WorkerConfig.STOP_TIMEOUT),
                        stream.instance().stuckAfter()),
                settings.integer(ConnectionConfig.RESUME_MAX_CHARS),
                stream.tracing());
        VersionSupply versions = VersionSupply.of(
                cluster, worker, stream.models(), stream.rules().taxonomy(), meters);
        return new ServedVoters(stream.rules(), followed, new SharedModel(versions, name));
    }

    private JobLists jobs(Path file, StreamSettings stream, RuleSet rules, @Nullable JointBelief beliefs)
            throws IOException, InterruptedException {
        Matcher matcher = Matchers.open(
                MatcherOptions.of(rules).withInference(stream.models().inference()));
        int[] bad = {0};
        try (RowSource rows = RowSource.ofJobs(file, JobColumns.AUTOMATIC)) {
            RowRanking ranking = new RowRanking(matcher, beliefs);
            RecommendationRun run = new RecommendationRun(
                    ranking,
                    MatchFilter.none(),
                    1,
                    (side, row) -> {
                        if (++bad[0] <= BAD_ROWS_TOLD) {
                            tell.accept(file + ": " + row.problem());
                        }
                    },
                    null);
            return new JobLists(ranking, run.index(rows), matcher);
        } catch (InterruptedException | RuntimeException e) {
            matcher.close();
            throw e;
        }
    }
}
