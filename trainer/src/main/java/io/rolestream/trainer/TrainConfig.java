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

/** The keys that say when the trainer trains, how, and what becomes of the models. */
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
                        "Consumer group of the trainers, with `-NAME` of their model behind it. All accumulate examples, one"
                                + " of them trains.")
                .define(
                        MIN_EXAMPLES,
                        Type.INT,
                        2_500,
                        ConfigDef.Range.between(1, MOST),
                        Importance.HIGH,
                        "Distinct texts from which on the trainer trains by itself, the first time as soon as it has them. A tenth"
                                + " of them judges the model, and the gate asks for `gate.min.items` of those.")
                .define(
                        AFTER_EXAMPLES,
                        Type.INT,
                        5_000,
                        ConfigDef.Range.between(0, MOST),
                        Importance.HIGH,
                        "Trains when about so many examples have come since the last training; 0 for never.")
                .define(
                        AFTER_CORRECTIONS,
                        Type.INT,
                        50,
                        ConfigDef.Range.between(0, MOST),
                        Importance.HIGH,
                        "Trains when about so many corrections have come since the last training; 0 for never.")
                .define(
                        EVERY,
                        Type.STRING,
                        "1d",
                        Durations.VALIDATOR,
                        Importance.HIGH,
                        "Trains so long after the last training began, if anything is new; 0d for never.")
                .define(
                        PAUSE,
                        Type.STRING,
                        "10m",
                        Durations.VALIDATOR,
                        Importance.MEDIUM,
                        "How long after a training none begins, except on command.")
                .define(
                        DRIFT_EXAMPLES,
                        Type.INT,
                        1_000,
                        ConfigDef.Range.between(1, MOST),
                        Importance.LOW,
                        "New examples from which on drift is looked for, and how many of the newest texts are compared with"
                                + " those of the last training.")
                .define(
                        DRIFT_PSI,
                        Type.DOUBLE,
                        0.25,
                        ConfigDef.Range.between(0, 100),
                        Importance.MEDIUM,
                        "Trains when the population stability index between the roles that the rules voted for in the last"
                                + " training and in the newest texts is above this. By custom below 0.1 is no change, 0.1 to"
                                + " 0.25 a moderate one (some take 0.2), above it a large one. 0 for never.")
                .define(
                        DRIFT_DISAGREEMENT,
                        Type.DOUBLE,
                        0.1,
                        ConfigDef.Range.between(0, 1),
                        Importance.MEDIUM,
                        "Trains when rules and champion disagree on a share of the newest labels that is so much above what"
                                + " the champion's evaluation on silver makes expect. 0 for never.");
    }

    private static ConfigDef defineTraining(ConfigDef definitions) {
        return definitions
                .define(
                        BASE,
                        Type.STRING,
                        TrainingSettings.DEFAULT_BASE,
                        new ConfigDef.NonEmptyString(),
                        Importance.HIGH,
                        "What fine-tuning begins with: a checkpoint directory, `compact` (the base that comes with the"
                                + " program), or the name of a model on a hub.")
                .define(
                        SEED,
                        Type.INT,
                        1,
                        Importance.LOW,
                        "Seed of all that a training draws: with the same seed, texts, settings and threads it gives the same"
                                + " model.")
                .define(
                        MAX_TEXTS,
                        Type.INT,
                        50_000,
                        ConfigDef.Range.between(1, MOST),
                        Importance.MEDIUM,
                        "Texts without a correction that are learnt from, at most: a sample of those that there are.")
                .define(
                        THREADS,
                        Type.INT,
                        0,
                        ConfigDef.Range.between(0, 1024),
                        Importance.MEDIUM,
                        "Threads that a training computes with; 0 takes half of the processors.")
                .define(
                        PRECISION,
                        Type.STRING,
                        AUTO,
                        ConfigDef.CaseInsensitiveValidString.in(AUTO, "fp32", "bf16"),
                        Importance.LOW,
                        "What a training computes in: `fp32`, `bf16`, or the faster of both here, which is timed. A seed repeats a"
                                + " training for sure only where the precision is set.")
                .define(
                        NICE,
                        Type.INT,
                        10,
                        ConfigDef.Range.between(0, LEAST_NICE),
                        Importance.MEDIUM,
                        "Niceness of a training's threads, so that on the same machine inference goes first: 19 yields to"
                                + " everything, 0 to nothing. On Linux alone, with `renice`.");
    }

    private static ConfigDef defineResults(ConfigDef definitions) {
        return definitions
                .define(
                        PUBLISH_AS,
                        Type.STRING,
                        CHAMPION,
                        ConfigDef.CaseInsensitiveValidString.in(CHAMPION, CHALLENGER),
                        Importance.HIGH,
                        "What a version that passes the gate becomes: `champion`, which decides at once, or `challenger`,"
                                + " which votes in the shadow until somebody promotes it.")
                .define(
                        KEEP_VERSIONS,
                        Type.INT,
                        10,
                        ConfigDef.Range.between(1, 100_000),
                        Importance.MEDIUM,
                        "How many of the trainer's versions are kept, the latest. Champion and challenger, the champion's"
                                + " parent and the champion before stay beyond that; what people published always does.");
    }

    /**
     * How a model is trained.
     *
     * @param rules that are learnt from
     * @param threads that the training computes with
     */
    public static TrainingSettings trainingSettings(Settings settings, RuleSet rules, int threads) {
        return new TrainingSettings(
                settings.string(BASE),
                settings.integer(SEED),
                threads,
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
