package io.rolestream.trainer;

import io.rolestream.common.config.Keys;
import io.rolestream.common.config.Settings;
import io.rolestream.engine.model.Precision;
import io.rolestream.events.ModelStage;
import io.rolestream.rules.ruleset.RuleSet;
import io.rolestream.trainer.gate.GateConfig;
import io.rolestream.trainer.recipe.RecipeConfig;
import io.rolestream.trainer.recipe.TrainingSettings;
import java.util.Locale;
import org.apache.kafka.common.config.ConfigDef;
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
        Keys keys = new Keys(definitions);
        keys.nonEmpty(GROUP_ID, "rolestream-trainer")
                .doc(
                        "Consumer group of the trainers, with `-NAME` of their model behind it. All accumulate examples, one"
                                + " of them trains.");
        keys.integer(MIN_EXAMPLES, 2_500, 1, MOST)
                .doc(
                        "Distinct texts from which on the trainer trains by itself, the first time as soon as it has them. A tenth"
                                + " of them judges the model, and the gate asks for `gate.min.items` of those.");
        keys.integer(AFTER_EXAMPLES, 5_000, 0, MOST)
                .doc("Trains when about so many examples have come since the last training; 0 for never.");
        keys.integer(AFTER_CORRECTIONS, 50, 0, MOST)
                .doc("Trains when about so many corrections have come since the last training; 0 for never.");
        keys.duration(EVERY, "1d")
                .doc("Trains so long after the last training began, if anything is new; 0d for never.");
        keys.duration(PAUSE, "10m").doc("How long after a training none begins, except on command.");
        keys.integer(DRIFT_EXAMPLES, 1_000, 1, MOST)
                .doc(
                        "New examples from which on drift is looked for, and how many of the newest texts are compared with"
                                + " those of the last training.");
        keys.decimal(DRIFT_PSI, 0.25, 0, 100)
                .doc("Trains when the population stability index between the roles that the rules voted for in the last"
                        + " training and in the newest texts is above this. By custom below 0.1 is no change, 0.1 to"
                        + " 0.25 a moderate one (some take 0.2), above it a large one. 0 for never.");
        keys.decimal(DRIFT_DISAGREEMENT, 0.1, 0, 1)
                .doc(
                        "Trains when rules and champion disagree on a share of the newest labels that is so much above what"
                                + " the champion's evaluation on the hold-out makes expect. 0 for never.");
        return definitions;
    }

    private static ConfigDef defineTraining(ConfigDef definitions) {
        Keys keys = new Keys(definitions);
        keys.nonEmpty(BASE, TrainingSettings.DEFAULT_BASE)
                .doc("What fine-tuning begins with: a checkpoint directory, `compact` (the base that comes with the"
                        + " program), or the name of a model on a hub.");
        keys.integer(SEED, 1)
                .doc(
                        "Seed of all that a training draws: with the same seed, texts, settings and threads it gives the same"
                                + " model.");
        keys.integer(MAX_TEXTS, 50_000, 1, MOST)
                .doc("Texts without a correction that are learnt from, at most: a sample of those that there are.");
        keys.integer(THREADS, 0, 0, 1024).doc("Threads that a training computes with; 0 takes half of the processors.");
        keys.text(PRECISION, AUTO, ConfigDef.CaseInsensitiveValidString.in(AUTO, "fp32", "bf16"))
                .doc(
                        "What a training computes in: `fp32`, `bf16`, or the faster of both here, which is timed. A seed repeats a"
                                + " training for sure only where the precision is set.");
        keys.integer(NICE, 10, 0, LEAST_NICE)
                .doc("Niceness of a training's threads, so that on the same machine inference goes first: 19 yields to"
                        + " everything, 0 to nothing. On Linux alone, with `renice`.");
        return definitions;
    }

    private static ConfigDef defineResults(ConfigDef definitions) {
        Keys keys = new Keys(definitions);
        keys.text(PUBLISH_AS, CHAMPION, ConfigDef.CaseInsensitiveValidString.in(CHAMPION, CHALLENGER))
                .doc("What a version that passes the gate becomes: `champion`, which decides at once, or `challenger`,"
                        + " which votes in the shadow until somebody promotes it.");
        keys.integer(KEEP_VERSIONS, 10, 1, 100_000)
                .doc("How many of the trainer's versions are kept, the latest. Champion and challenger, the champion's"
                        + " parent and the champion before stay beyond that; what people published always does.");
        return definitions;
    }

    /**
     * How a model is trained.
     *
     * @param rules that are learnt from
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
