package io.rolestream.trainer;

import io.rolestream.common.config.Keys;
import io.rolestream.common.config.Settings;
import io.rolestream.common.reading.OwnGroup;
import io.rolestream.engine.model.Precision;
import io.rolestream.events.ModelStage;
import io.rolestream.models.ModelsConfig;
import io.rolestream.rules.ruleset.RuleSet;
import io.rolestream.trainer.examples.Retention;
import io.rolestream.trainer.gate.GateConfig;
import io.rolestream.trainer.recipe.RecipeConfig;
import io.rolestream.trainer.recipe.TrainingSettings;
import java.util.List;
import java.util.Locale;
import org.apache.kafka.common.config.ConfigDef;
import org.jspecify.annotations.Nullable;

/** The settings of when and how the trainer trains, and how it publishes. */
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

    public static ConfigDef define(ConfigDef definitions) {
        return MatchTrainConfig.define(RecipeConfig.define(defineResults(defineTraining(defineTriggers(definitions)))));
    }

    private static ConfigDef defineTriggers(ConfigDef definitions) {
        Keys keys = new Keys(definitions);
        keys.prefixed(GROUP_ID, "rolestream-trainer")
                .doc("Consumer group of the trainers, followed by `-NAME` of their model. All trainers accumulate"
                        + " examples; one of them trains. The default begins with `topic.prefix`.");
        keys.integer(MIN_EXAMPLES, 2_500, 1, MOST)
                .doc("Minimum number of distinct texts before the trainer trains by itself; the first training"
                        + " starts once they are there. A tenth of them is kept for validation, and the"
                        + " gate requires `gate.min.items` of those.");
        keys.integer(AFTER_EXAMPLES, 5_000, 0, MOST)
                .doc("Trains after about this number of new examples since the last training; 0 disables it.");
        keys.integer(AFTER_CORRECTIONS, 50, 0, MOST)
                .doc("Trains after about this number of new corrections since the last training; 0 disables it.");
        keys.duration(EVERY, "1d")
                .doc("Trains this long after the start of the last training, if there is new data; 0d disables it.");
        keys.duration(PAUSE, "10m").doc("Minimum time between trainings, except on command.");
        keys.integer(DRIFT_EXAMPLES, 1_000, 1, MOST)
                .doc("Number of new examples before drift is checked, and of the newest texts that are compared"
                        + " with those of the last training.");
        keys.decimal(DRIFT_PSI, 0.25, 0, 100)
                .doc("Trains when the population stability index between the rules' roles in the last training and"
                        + " in the newest texts exceeds this. By convention, below 0.1 means no change, 0.1"
                        + " to 0.25 (or 0.2) a moderate change, more a large one. 0 disables it.");
        keys.decimal(DRIFT_DISAGREEMENT, 0.1, 0, 1)
                .doc("Trains when the share of the newest labels on which rules and champion disagree exceeds the"
                        + " share in the champion's evaluation by this. 0 disables it.");
        return definitions;
    }

    private static ConfigDef defineTraining(ConfigDef definitions) {
        Keys keys = new Keys(definitions);
        keys.nonEmpty(BASE, TrainingSettings.DEFAULT_BASE)
                .doc("Checkpoint to fine-tune: a directory, `compact` (the built-in base), or the name of a model"
                        + " on a hub.");
        keys.integer(SEED, 1)
                .doc("Random seed of a training. The same seed, texts, settings and threads give the same model.");
        keys.integer(MAX_TEXTS, 50_000, 1, MOST)
                .doc("Maximum number of texts without a correction to train on; beyond it, a sample is taken.");
        keys.integer(THREADS, 0, 0, 1024).doc("Threads of a training; 0 for half of the processors.");
        keys.text(PRECISION, AUTO, ConfigDef.CaseInsensitiveValidString.in(AUTO, "fp32", "bf16"))
                .doc("Number format of training: `fp32`, `bf16`, or `auto`, which times both and takes the faster."
                        + " Only a fixed precision makes a seed reproducible.");
        keys.integer(NICE, 10, 0, LEAST_NICE)
                .doc("Niceness of the training threads, 0 to 19, so that inference on the same machine takes"
                        + " precedence. Linux only; requires `renice`.");
        return definitions;
    }

    private static ConfigDef defineResults(ConfigDef definitions) {
        Keys keys = new Keys(definitions);
        keys.text(PUBLISH_AS, CHAMPION, ConfigDef.CaseInsensitiveValidString.in(CHAMPION, CHALLENGER))
                .doc("Stage of a version that passes the gate: `champion`, whose votes count at once, or"
                        + " `challenger`, which votes in the shadow until it is promoted. A version that was not compared"
                        + " with the present champion on `gate.min.gold` answers becomes challenger.");
        keys.integer(KEEP_VERSIONS, 10, 1, 100_000)
                .doc("Number of its latest versions that a trainer keeps. Champion and challenger, the champion's"
                        + " parent and the previous champion are kept in addition; versions published by"
                        + " others are never deleted.");
        return definitions;
    }

    /** @param rules whose votes are trained on */
    public static TrainingSettings trainingSettings(Settings settings, RuleSet rules, int threads) {
        return new TrainingSettings(
                settings.string(BASE),
                settings.integer(SEED),
                threads,
                settings.integer(MAX_TEXTS),
                RecipeConfig.recipe(settings, rules),
                GateConfig.limits(settings),
                precision(settings));
    }

    /** The precision to train with; null for the faster one here. */
    public static @Nullable Precision precision(Settings settings) {
        String name = settings.string(PRECISION);
        return name.equalsIgnoreCase(AUTO) ? null : Precision.valueOf(name.toUpperCase(Locale.ROOT));
    }

    public static int threads(Settings settings) {
        int given = settings.integer(THREADS);
        return given > 0 ? given : Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
    }

    /** @param rules whose votes are trained on */
    public static TrainerSettings settings(Settings settings, RuleSet rules) {
        return new TrainerSettings(
                OwnGroup.of(
                        GROUP_ID,
                        settings.string(GROUP_ID),
                        settings.unprefixed(List.of(GROUP_ID, TrainerConfig.DATA_DIRECTORY))),
                settings.path(TrainerConfig.DATA_DIRECTORY),
                new Retention(
                        settings.duration(TrainerConfig.EXAMPLES_RETENTION),
                        settings.integer(TrainerConfig.EXAMPLES_MAX_PER_ROLE)),
                new TrainerSettings.Schedule(
                        settings.integer(MIN_EXAMPLES),
                        settings.duration(PAUSE),
                        settings.duration(EVERY),
                        settings.integer(AFTER_EXAMPLES),
                        settings.integer(AFTER_CORRECTIONS),
                        new TrainerSettings.Drift(
                                settings.integer(DRIFT_EXAMPLES),
                                settings.decimal(DRIFT_PSI),
                                settings.decimal(DRIFT_DISAGREEMENT))),
                trainingSettings(settings, rules, threads(settings)),
                settings.integer(NICE),
                new TrainerSettings.Publishing(
                        ModelStage.valueOf(settings.string(PUBLISH_AS).toUpperCase(Locale.ROOT)),
                        settings.integer(KEEP_VERSIONS)),
                ModelsConfig.settings(settings),
                MatchTrainConfig.settings(settings));
    }
}
