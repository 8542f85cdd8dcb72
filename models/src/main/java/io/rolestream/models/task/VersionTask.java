package io.rolestream.models.task;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the model of a version is for. A version is only used for its task. */
public enum VersionTask {
    /** Votes on the role of a text. */
    CLASSIFIER,
    /** Turns texts into vectors, whose cosine says how well they match: a bi-encoder. */
    EMBEDDER,
    /** Scores pairs of texts with one number: a cross-encoder. */
    RERANKER,
    /** Writes job descriptions for resumes. */
    GENERATOR;

    /** The name of the bi-encoder that recommenders follow. */
    public static final String MATCHER = "matcher";

    /** The name of the reward model that recommenders re-rank with. */
    public static final String REWARD = "reward";

    /** The name of the model that generators in the stream follow. */
    public static final String DESCRIBER = "generator";

    /** As manifests have it. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The task with this key, if this program knows it. */
    public static Optional<VersionTask> of(String key) {
        return Stream.of(values()).filter(task -> task.key().equals(key)).findFirst();
    }

    /**
     * The name of the model that recommenders use for this task.
     *
     * @throws IllegalArgumentException if they use none
     */
    public String recommenderModel() {
        return switch (this) {
            case EMBEDDER -> MATCHER;
            case RERANKER -> REWARD;
            case CLASSIFIER, GENERATOR -> throw new IllegalArgumentException("recommenders use no " + key());
        };
    }

    /** The task of versions under a name that carry no manifest yet. */
    public static VersionTask ofModel(String name) {
        return switch (name) {
            case MATCHER -> EMBEDDER;
            case REWARD -> RERANKER;
            case DESCRIBER -> GENERATOR;
            default -> CLASSIFIER;
        };
    }

    /**
     * The task of versions under a name that carry no manifest yet, where somebody may have named it.
     *
     * @param key the named task's; null for the one that follows from the name
     * @throws IllegalArgumentException if there is no such task, or services follow the name for another one
     */
    public static VersionTask ofModel(String name, @Nullable String key) {
        VersionTask followed = ofModel(name);
        if (key == null) {
            return followed;
        }
        VersionTask named = of(key).orElseThrow(() -> new IllegalArgumentException("%s is no task, only %s are"
                .formatted(key, Stream.of(values()).map(VersionTask::key).collect(Collectors.joining(", ")))));
        if (followed != CLASSIFIER && followed != named) {
            throw new IllegalArgumentException(
                    "services follow %s for a model of the task %s, not %s".formatted(name, followed.key(), key));
        }
        return named;
    }
}
