package io.rolestream.stream.recommending;

import io.rolestream.common.config.ConfigurationException;
import io.rolestream.common.config.ConnectionConfig;
import io.rolestream.common.config.Keys;
import io.rolestream.common.config.Settings;
import io.rolestream.common.reading.OwnGroup;
import io.rolestream.matching.MatcherOptions;
import io.rolestream.matching.ranking.DescriptionSettings;
import io.rolestream.schemas.topics.Topics;
import io.rolestream.stream.StreamConfig;
import io.rolestream.stream.StreamSettings;
import io.rolestream.stream.recommending.book.BookSettings;
import io.rolestream.stream.recommending.index.MatcherModels;
import io.rolestream.stream.recommending.index.ModelSource;
import io.rolestream.stream.recommending.labels.JobLabelSettings;
import io.rolestream.stream.recommending.lists.ListSettings;
import io.rolestream.stream.worker.WorkerConfig;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.common.config.ConfigDef;
import org.jspecify.annotations.Nullable;

/** The keys of the recommender. */
public final class RecommenderConfig {
    public static final String GROUP_ID = "recommend.group.id";
    public static final String TOP = "recommend.top";
    public static final String REACH = "recommend.reach";
    public static final String REFRESH_INTERVAL = "recommend.refresh.interval";
    public static final String LABEL_WAIT = "recommend.label.wait";
    public static final String DESCRIPTION_WAIT = "recommend.description.wait";
    public static final String DESCRIPTION_WEIGHT = "recommend.description.weight";
    public static final String SWEEP_INTERVAL = "recommend.sweep.interval";
    public static final String THREADS = "recommend.threads";
    public static final String NICE = "recommend.nice";
    public static final String DIRECTORY = "recommend.directory";
    public static final String EMBEDDER = "recommend.embedder";
    public static final String RERANKER = "recommend.reranker";

    /** What follows the group's name where jobs are labelled. */
    private static final String JOBS = "-jobs";

    private static final int LEAST_NICE = 19;
    private static final int HEAVIEST = 1_000;

    private RecommenderConfig() {}

    /** Adds the keys to a definition and returns it. */
    public static ConfigDef define(ConfigDef definitions) {
        Keys keys = new Keys(definitions);
        keys.prefixed(GROUP_ID, "rolestream-recommender")
                .doc("Consumer group that divides the lists of recommendations among the recommenders. The labelling of"
                        + " jobs uses this name followed by `-jobs`. The default begins with `topic.prefix`.");
        keys.integer(TOP, 10, 1, 100).doc("Results of a list of recommendations, at most.");
        keys.integer(REACH, 100, 1, 10_000)
                .doc(
                        "When a job is new or has changed, the lists of this many resumes that suit it best by words, and of"
                                + " as many by vectors, are computed again; when a resume has, those of as many jobs.");
        keys.duration(REFRESH_INTERVAL, "10s")
                .doc("How often a list is computed again because of changes on the other side, at most.");
        keys.duration(LABEL_WAIT, "10s")
                .doc("How long a resume's or a job's first list, and that of a changed text, await its label.");
        keys.duration(DESCRIPTION_WAIT, "0s")
                .doc(
                        "Searches jobs also with the description that a generator wrote for the resume: how long a resume's"
                                + " first list, and that of a changed text, await it. A list is computed without it then, and"
                                + " again when it comes. 0 uses no descriptions.");
        keys.decimal(DESCRIPTION_WEIGHT, 0.1, 0, HEAVIEST)
                .doc("Weight of a job's rank in the list of the generated description, beside 0.1 each for words and"
                        + " vectors.");
        keys.duration(SWEEP_INTERVAL, "1h")
                .doc("How long after it was computed a list is computed again without a known reason, in the"
                        + " background.");
        keys.integer(THREADS, 0, 0, 1_024)
                .doc("Threads that compute lists; 0 for one per processor. Where processors are idle, others help to"
                        + " compare vectors.");
        keys.integer(NICE, 0, 0, LEAST_NICE)
                .doc(
                        "Niceness of the threads that search and rank, 0 to 19, so that other work on the same machine takes"
                                + " precedence; those of a bi-encoder or reward model have none. Linux only; requires `renice`.");
        keys.prefixed(DIRECTORY, "~/.rolestream/recommender")
                .doc("Directory in which a recommender keeps its index of postings and their vectors, so that it"
                        + " continues there after a restart and embeds none again; each instance needs its own, or"
                        + " keeps the index in memory. Those of resumes are kept in memory alone. The last element of"
                        + " the default begins with `topic.prefix`.");
        keys.text(EMBEDDER, "")
                .doc("The bi-encoder: a directory with a checkpoint, or the name of a model whose champion is followed,"
                        + " such as `matcher`. Empty matches by words, skills and roles alone.");
        keys.text(RERANKER, "")
                .doc("The reward model that orders the best results again: a directory with a checkpoint, or the"
                        + " name of a model whose champion is followed, such as `reward`. Empty does not"
                        + " re-rank.");
        return definitions;
    }

    /** @throws ConfigurationException if settings contradict each other */
    public static RecommenderSettings settings(Settings settings, Topics topics) {
        StreamSettings stream = StreamConfig.settings(settings);
        OwnGroup group = OwnGroup.of(GROUP_ID, settings.string(GROUP_ID), settings.unprefixed(List.of(GROUP_ID)));
        OwnGroup jobs = group.with(JOBS);
        String instance = settings.optionalString(StreamConfig.INSTANCE_ID);
        int threads = settings.integer(THREADS);
        Duration descriptionWait = settings.duration(DESCRIPTION_WAIT);
        boolean describes = !descriptionWait.isZero();
        return new RecommenderSettings(
                new JobLabelSettings(
                        jobs,
                        instance,
                        transactionalId(topics, jobs, instance),
                        stream.rules(),
                        stream.followsChampion() && stream.model() != null,
                        stream.model(),
                        stream.reconciling().policy(),
                        settings.integer(ConnectionConfig.RESUME_MAX_CHARS),
                        settings.duration(WorkerConfig.COMMIT_INTERVAL)),
                new ListSettings(
                        group,
                        instance,
                        transactionalId(topics, group, instance),
                        settings.integer(TOP),
                        settings.integer(REACH),
                        threads > 0 ? threads : Runtime.getRuntime().availableProcessors(),
                        settings.integer(ConnectionConfig.RESUME_MAX_CHARS),
                        describes,
                        new BookSettings(
                                settings.duration(LABEL_WAIT),
                                descriptionWait,
                                settings.duration(REFRESH_INTERVAL),
                                settings.duration(SWEEP_INTERVAL))),
                new MatcherModels(
                        MatcherOptions.of(stream.rules())
                                .withInference(stream.models().inference())
                                .withEmbedder(null, stream.models().cache().calibrations())
                                .withDescriptions(describes ? descriptions(settings) : null),
                        source(settings, EMBEDDER),
                        source(settings, RERANKER),
                        settings.path(DIRECTORY)),
                stream.models(),
                settings.integer(NICE),
                settings.duration(WorkerConfig.STOP_TIMEOUT),
                settings.duration(StreamConfig.LIVENESS_TIMEOUT),
                stream.tracing());
    }

    private static DescriptionSettings descriptions(Settings settings) {
        return DescriptionSettings.defaults().withWeight((float) settings.decimal(DESCRIPTION_WEIGHT));
    }

    private static @Nullable ModelSource source(Settings settings, String key) {
        try {
            return ModelSource.parse(settings.optionalString(key));
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(key + ": " + e.getMessage(), e);
        }
    }

    private static String transactionalId(Topics topics, OwnGroup group, @Nullable String instance) {
        return topics.own(group.id()) + "-"
                + (instance == null ? UUID.randomUUID().toString() : instance);
    }
}
