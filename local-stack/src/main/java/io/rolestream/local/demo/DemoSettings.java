package io.rolestream.local.demo;

import io.rolestream.dashboard.config.DashboardConfig;
import io.rolestream.models.ModelsConfig;
import io.rolestream.models.task.VersionTask;
import io.rolestream.stream.StreamConfig;
import io.rolestream.stream.describing.DescribingConfig;
import io.rolestream.stream.recommending.RecommenderConfig;
import io.rolestream.trainer.MatchTrainConfig;
import io.rolestream.trainer.TrainConfig;
import io.rolestream.trainer.TrainerConfig;
import io.rolestream.trainer.gate.GateConfig;
import io.rolestream.trainer.recipe.RecipeConfig;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** The settings of a demo. */
public final class DemoSettings {
    private DemoSettings() {}

    /** The settings of all demos, with the directory for models, examples, vectors and the index of jobs. */
    public static Map<String, String> of(Path directory) {
        return Map.of(
                StreamConfig.LABELLERS, "rules,roberta",
                ModelsConfig.STORE, directory.resolve("models").toString(),
                ModelsConfig.CACHE_DIRECTORY, directory.resolve("model-cache").toString(),
                TrainerConfig.DATA_DIRECTORY, directory.resolve("trainer").toString(),
                RecommenderConfig.DIRECTORY, directory.resolve("recommender").toString());
    }

    /**
     * Lets the trainer learn a matcher once from what simulated people opened, and the recommender follow it. A reward
     * model would take longer than a demo. About one pair in 25 judges the matcher; the gate wants at least 50 resumes
     * among those.
     */
    private static Map<String, String> ofMatcher() {
        return Map.of(
                MatchTrainConfig.MODELS, VersionTask.MATCHER,
                MatchTrainConfig.MIN_PAIRS, "1500",
                MatchTrainConfig.AFTER_PAIRS, "0",
                MatchTrainConfig.EVERY, "0d",
                RecommenderConfig.EMBEDDER, VersionTask.MATCHER);
    }

    /**
     * Lets a trainer produce two versions in a few minutes: it trains briefly, on hundreds of texts. The gate accepts
     * fewer items and more calibration error; its other checks are unchanged, so a model that gives all texts the same
     * role does not pass.
     */
    private static Map<String, String> ofTrainer() {
        return Map.ofEntries(
                Map.entry(TrainConfig.MIN_EXAMPLES, "900"),
                Map.entry(TrainConfig.AFTER_CORRECTIONS, "200"),
                Map.entry(TrainConfig.AFTER_EXAMPLES, "0"),
                Map.entry(TrainConfig.EVERY, "0d"),
                Map.entry(TrainConfig.DRIFT_PSI, "0"),
                Map.entry(TrainConfig.DRIFT_DISAGREEMENT, "0"),
                Map.entry(TrainConfig.PAUSE, "10s"),
                Map.entry(TrainConfig.MAX_TEXTS, "1200"),
                Map.entry(TrainConfig.THREADS, "1"),
                Map.entry(TrainConfig.NICE, "0"),
                Map.entry(RecipeConfig.EPOCHS, "3"),
                Map.entry(RecipeConfig.BATCH_SIZE, "16"),
                Map.entry(RecipeConfig.LEARNING_RATE, "8e-4"),
                Map.entry(RecipeConfig.MAX_TOKENS, "96"),
                Map.entry(GateConfig.MIN_ITEMS, "60"),
                Map.entry(GateConfig.MIN_GOLD, "30"),
                Map.entry(GateConfig.ROLE_MIN_ITEMS, "40"),
                Map.entry(GateConfig.RULES_TOLERANCE, "0.1"),
                Map.entry(GateConfig.MAX_CALIBRATION_ERROR, "0.2"),
                // Measuring which precision is fastest would take seconds.
                Map.entry(ModelsConfig.PRECISION, "fp32"),
                // Generated resumes have generated submission times.
                Map.entry(TrainerConfig.EXAMPLES_RETENTION, "0d"));
    }

    /** Lists are computed again less often, and yield to labels and trainings, which need the processors. */
    private static Map<String, String> ofRecommender() {
        return Map.of(
                RecommenderConfig.REACH, "20",
                RecommenderConfig.REFRESH_INTERVAL, "30s",
                RecommenderConfig.THREADS, "1",
                RecommenderConfig.NICE, "5");
    }

    /**
     * Lets a generator write what the processors have time for beside everything else, which is a few resumes a minute,
     * and the recommender search jobs with it. Lists do not wait for it long: most resumes get no description.
     *
     * @param model the checkpoint's directory
     */
    public static Map<String, String> ofGenerator(Path model) {
        return Map.of(
                DescribingConfig.MODEL, model.toAbsolutePath().toString(),
                DescribingConfig.MAX_TOKENS, "64",
                DescribingConfig.TOKENS_PER_SECOND, "20",
                RecommenderConfig.DESCRIPTION_WAIT, "5s");
    }

    /** Defaults of the trainer, the recommender and the dashboard, which options override. */
    public static Map<String, String> instead() {
        Map<String, String> values = new HashMap<>(ofTrainer());
        values.putAll(ofRecommender());
        values.putAll(ofMatcher());
        values.put(DashboardConfig.SHOW_TEXT, "true");
        return values;
    }
}
