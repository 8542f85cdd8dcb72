package io.rolestream.trainer;

import io.rolestream.common.config.ConnectionConfig;
import io.rolestream.common.config.Keys;
import io.rolestream.common.config.Settings;
import io.rolestream.engine.model.Precision;
import io.rolestream.models.task.VersionTask;
import io.rolestream.trainer.matching.MatchSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.common.config.ConfigDef;

/** The settings of when and how the trainer trains the recommender's models. */
public final class MatchTrainConfig {
    public static final String MODELS = "train.matcher.models";
    public static final String MIN_PAIRS = "train.matcher.min.pairs";
    public static final String AFTER_PAIRS = "train.matcher.after.pairs";
    public static final String EVERY = "train.matcher.every";
    public static final String EPOCHS = "train.matcher.epochs";
    public static final String BASE = "train.matcher.base";
    public static final String REWARD_BASE = "train.reward.base";

    private static final String ALL = "all";
    private static final String NONE = "none";
    private static final int MOST = 1_000_000_000;
    private static final int MOST_EPOCHS = 1_000;

    private MatchTrainConfig() {}

    static ConfigDef define(ConfigDef definitions) {
        Keys keys = new Keys(definitions);
        keys.text(MODELS, ALL, ConfigDef.CaseInsensitiveValidString.in(ALL, VersionTask.MATCHER, NONE))
                .doc("The recommender's models that the trainer trains on `job-feedback`: `all` (the matcher, then the"
                        + " reward model), `matcher`, or `none`. With `none`, no resumes and jobs are stored"
                        + " either. If several role models are trained on a cluster, set `none` for all but one.");
        keys.integer(MIN_PAIRS, 2_000, 1, MOST)
                .doc("Minimum number of pairs of a resume and a job that somebody opened, applied for or was hired"
                        + " for before the matcher, then the reward model, is trained. About one pair in 25 is held"
                        + " out to judge the result; with fewer than 50 resumes among those, a model can pass the"
                        + " gate only weakly.");
        keys.integer(AFTER_PAIRS, 1_000, 0, MOST)
                .doc("Trains them after this number of new such pairs since their last training; 0 disables it.");
        keys.duration(EVERY, "1d")
                .doc("Trains them this long after the start of their last training, if there is a new pair; 0d"
                        + " disables it.");
        keys.integer(EPOCHS, 3, 1, MOST_EPOCHS).doc("Passes over the pairs in a training of either model.");
        keys.nonEmpty(BASE, "compact")
                .doc("Checkpoint that the matcher begins with: a directory, `compact` (the built-in base), or the name"
                        + " of a model on a hub, preferably one of sentence-transformers.");
        keys.nonEmpty(REWARD_BASE, "compact").doc("Checkpoint that the reward model begins with, as for the matcher.");
        return definitions;
    }

    static TrainerSettings.Matching settings(Settings settings) {
        List<VersionTask> models = new ArrayList<>();
        String named = settings.string(MODELS);
        if (!named.equalsIgnoreCase(NONE)) {
            models.add(VersionTask.EMBEDDER);
        }
        if (named.equalsIgnoreCase(ALL)) {
            models.add(VersionTask.RERANKER);
        }
        return new TrainerSettings.Matching(
                models,
                settings.integer(MIN_PAIRS),
                settings.integer(AFTER_PAIRS),
                settings.duration(EVERY),
                settings.integer(ConnectionConfig.RESUME_MAX_CHARS),
                training(settings, BASE),
                training(settings, REWARD_BASE));
    }

    private static MatchSettings training(Settings settings, String base) {
        MatchSettings usual = MatchSettings.of(
                settings.string(base), TrainConfig.threads(settings), settings.integer(TrainConfig.SEED));
        return new MatchSettings(
                usual.base(),
                settings.integer(EPOCHS),
                usual.batchSize(),
                usual.learningRate(),
                usual.temperature(),
                usual.negatives(),
                usual.adversaries(),
                usual.maxTokens(),
                usual.threads(),
                usual.seed(),
                Objects.requireNonNullElse(TrainConfig.precision(settings), Precision.FP32));
    }
}
