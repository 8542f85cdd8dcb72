package io.rolestream.trainer;

import io.rolestream.common.config.Durations;
import io.rolestream.common.config.Settings;
import io.rolestream.engine.model.Precision;
import io.rolestream.events.ModelStage;
import io.rolestream.rules.ruleset.RuleSet;
import io.rolestream.trainer.gate.GateConfig;
import io.rolestream.trainer.recipe.RecipeConfig;
import io.rolestream.trainer.recipe.TrainingSettings;
import java.util.Locale;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.jspecify.annotations.Nullable;

/** The settings that determine when and how the trainer trains, and what becomes of its models. */
public final class TrainConfig {
    public static final String GROUP_ID = "trainer.group.id";
    public static final String MIN_EXAMPLES = "train.min.examples";
    public static final String AFTER_EXAMPLES = "train.after.examples";
    public static final String AFTER_CORRECTIONS = "train.after.corrections";
    public static final String EVERY = "train.every";
    public static final String PAUSE = "train.pause";
    public static final String DRIFT_EXAMPLES = "train.drift.examples";
    public static final String DRIFT_PSI = "train.drift.psi";
    public static final String DRIFT_DISAGREEMENT = "train.drift.disagreement";
    public static final String BASE = "train.base";
    public static final String SEED = "train.seed";
    public static final String MAX_TEXTS = "train.max.texts";
    public static final String THREADS = "train.threads";
    public static final String PRECISION = "train.precision";
    public static final String NICE = "train.nice";
    public static final String PUBLISH_AS = "train.publish.as";
    public static final String KEEP_VERSIONS = "train.keep.versions";

    private static final String AUTO = "auto";
    private static final String CHAMPION = "champion";
    private static final String CHALLENGER = "challenger";
    private static final int MOST = 1_000_000_000;
    private static final int LEAST_NICE = 19;

    private TrainConfig() {}

    /** Adds the keys to a definition and returns it. */
    public static ConfigDef define(ConfigDef definitions) {
        return RecipeConfig.define(defineResults(defineTraining(defineTriggers(definitions))));
    }

    private static ConfigDef defineTriggers(ConfigDef definitions) {
        return definitions
                .define(
                        GROUP_ID,
                        Type.STRING,
                        "rolestream-trainer",
                        new ConfigDef.NonEmptyString(),
                        Importance.LOW,
                        "Consumer group of the trainers, followed by `-NAME` of their model. All trainers accumulate"
                                + " examples; one of them trains.")
                .define(
                        MIN_EXAMPLES,
                        Type.INT,
                        2_500,
                        ConfigDef.Range.between(1, MOST),
                        Importance.HIGH,
                        "Minimum number of distinct texts before the trainer trains by itself; the first training"
                                + " starts once they are there. A tenth of them is held out for evaluation, and the"
                                + " gate requires `gate.min.items` of those.")
                .define(
                        AFTER_EXAMPLES,
                        Type.INT,
                        5_000,
                        ConfigDef.Range.between(0, MOST),
                        Importance.HIGH,
                        "Trains after about this number of new examples since the last training; 0 disables it.")
                .define(
                        AFTER_CORRECTIONS,
                        Type.INT,
                        50,
                        ConfigDef.Range.between(0, MOST),
                        Importance.HIGH,
                        "Trains after about this number of new corrections since the last training; 0 disables it.")
                .define(
                        EVERY,
                        Type.STRING,
                        "1d",
                        Durations.VALIDATOR,
                        Importance.HIGH,
                        "Trains this long after the start of the last training, if there is new data; 0d disables it.")
                .define(
                        PAUSE,
                        Type.STRING,
                        "10m",
                        Durations.VALIDATOR,
                        Importance.MEDIUM,
                        "Minimum time between trainings, except on command.")
                .define(
                        DRIFT_EXAMPLES,
                        Type.INT,
                        1_000,
                        ConfigDef.Range.between(1, MOST),
                        Importance.LOW,
                        "Number of new examples before drift is checked, and of the newest texts that are compared"
                                + " with those of the last training.")
                .define(
                        DRIFT_PSI,
                        Type.DOUBLE,
                        0.25,
                        ConfigDef.Range.between(0, 100),
                        Importance.MEDIUM,
                        "Trains when the population stability index between the rules' roles in the last training and"
                                + " in the newest texts exceeds this. By convention, below 0.1 means no change, 0.1"
                                + " to 0.25 (or 0.2) a moderate change, more a large one. 0 disables it.")
                .define(
                        DRIFT_DISAGREEMENT,
                        Type.DOUBLE,
                        0.1,
                        ConfigDef.Range.between(0, 1),
                        Importance.MEDIUM,
                        "Trains when the share of the newest labels on which rules and champion disagree exceeds the"
                                + " share in the champion's evaluation by this. 0 disables it.");
    }

    private static ConfigDef defineTraining(ConfigDef definitions) {
        return definitions
                .define(
                        BASE,
                        Type.STRING,
                        TrainingSettings.DEFAULT_BASE,
                        new ConfigDef.NonEmptyString(),
                        Importance.HIGH,
                        "Checkpoint to fine-tune: a directory, `compact` (the built-in base), or the name of a model"
                                + " on a hub.")
                .define(
                        SEED,
                        Type.INT,
                        1,
                        Importance.LOW,
                        "Random seed of a training. The same seed, texts, settings and threads give the same model.")
                .define(
                        MAX_TEXTS,
                        Type.INT,
                        50_000,
                        ConfigDef.Range.between(1, MOST),
                        Importance.MEDIUM,
                        "Maximum number of texts without a correction to train on; beyond it, a sample is taken.")
                .define(
                        THREADS,
                        Type.INT,
                        0,
                        ConfigDef.Range.between(0, 1024),
                        Importance.MEDIUM,
                        "Threads of a training; 0 for half of the processors.")
                .define(
                        PRECISION,
                        Type.STRING,
                        AUTO,
                        ConfigDef.CaseInsensitiveValidString.in(AUTO, "fp32", "bf16"),
                        Importance.LOW,
                        "Number format of training: `fp32`, `bf16`, or `auto`, which times both and takes the faster."
                                + " Only a fixed precision makes a seed reproducible.")
                .define(
                        NICE,
                        Type.INT,
                        10,
                        ConfigDef.Range.between(0, LEAST_NICE),
                        Importance.MEDIUM,
                        "Niceness of the training threads, 0 to 19, so that inference on the same machine takes"
                                + " precedence. Linux only; requires `renice`.");
    }

    private static ConfigDef defineResults(ConfigDef definitions) {
        return definitions
                .define(
                        PUBLISH_AS,
                        Type.STRING,
                        CHAMPION,
                        ConfigDef.CaseInsensitiveValidString.in(CHAMPION, CHALLENGER),
                        Importance.HIGH,
                        "Stage of a version that passes the gate: `champion`, whose votes count at once, or"
                                + " `challenger`, which votes in the shadow until it is promoted.")
                .define(
                        KEEP_VERSIONS,
                        Type.INT,
                        10,
                        ConfigDef.Range.between(1, 100_000),
                        Importance.MEDIUM,
                        "Number of the trainer's latest versions to keep. Champion and challenger, the champion's"
                                + " parent and the previous champion are kept in addition; versions published by"
                                + " people are never deleted.");
    }

    /**
     * The settings of a training.
     *
     * @param rules whose votes are trained on
     */
    public static TrainingSettings trainingSettings(Settings settings, RuleSet rules) {
        return new TrainingSettings(
                settings.string(BASE),
                settings.integer(SEED),
                threads(settings),
                settings.integer(MAX_TEXTS),
                RecipeConfig.recipe(settings, rules),
                GateConfig.limits(settings),
                precision(settings.string(PRECISION).toUpperCase(Locale.ROOT)));
    }

    private static @Nullable Precision precision(String name) {
        return name.equalsIgnoreCase(AUTO) ? null : Precision.valueOf(name);
    }

    /** Threads that a training computes with, at least 1. */
    public static int threads(Settings settings) {
        int given = settings.integer(THREADS);
        return given > 0 ? given : Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
    }

    /** What a version that passes the gate becomes. */
    public static ModelStage publishAs(Settings settings) {
        return ModelStage.valueOf(settings.string(PUBLISH_AS).toUpperCase(Locale.ROOT));
    }
}
