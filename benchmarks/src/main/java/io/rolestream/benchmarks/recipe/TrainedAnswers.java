package io.rolestream.benchmarks.recipe;

import io.rolestream.benchmarks.recipe.LabelledFile.Item;
import io.rolestream.common.config.Settings;
import io.rolestream.common.files.Replacement;
import io.rolestream.engine.task.InferenceOptions;
import io.rolestream.engine.task.Prediction;
import io.rolestream.engine.task.TextClassifier;
import io.rolestream.evaluation.verdict.GateLimits;
import io.rolestream.rules.decision.JointDecision;
import io.rolestream.rules.decision.LogProbabilities;
import io.rolestream.rules.role.Taxonomy;
import io.rolestream.rules.ruleset.RuleSet;
import io.rolestream.rules.vote.RuleVote;
import io.rolestream.trainer.labelling.TrainingText;
import io.rolestream.trainer.recipe.Candidate;
import io.rolestream.trainer.recipe.ModelTraining;
import io.rolestream.trainer.recipe.RecipeConfig;
import io.rolestream.trainer.recipe.TrainingMonitor;
import io.rolestream.trainer.recipe.TrainingRequest;
import io.rolestream.trainer.recipe.TrainingSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.common.config.ConfigDef;

/** Trains on a stream as the trainer does, and asks the model for texts that it has never seen. */
final class TrainedAnswers {
    private final RuleSet rules;
    private final SortedMap<String, TrainingText> texts = new TreeMap<>();
    private final List<Item> dev;
    private final String base;
    private final int threads;
    private final int maxTexts;

    TrainedAnswers(
            RuleSet rules,
            List<Item> stream,
            Map<String, String> answers,
            List<Item> dev,
            String base,
            int threads,
            int maxTexts) {
        this.rules = rules;
        this.dev = dev;
        this.base = base;
        this.threads = threads;
        this.maxTexts = maxTexts;
        for (Item item : stream) {
            String answer = answers.get(item.resumeId());
            TrainingText text = new TrainingText(item.contentHash(), item.text(), answer, false);
            if (answer == null) {
                texts.putIfAbsent(item.contentHash(), text);
            } else {
                texts.put(item.contentHash(), text);
            }
        }
    }

    DevAnswers answers(Map<String, String> overrides, int seed) throws Exception {
        Settings settings = Settings.load(RecipeConfig.define(new ConfigDef()), null, Map.of(), overrides);
        TrainingSettings training = new TrainingSettings(
                base, seed, threads, maxTexts, RecipeConfig.recipe(settings, rules), GateLimits.defaults(), null);
        Path work = Files.createTempDirectory("ablation");
        try {
            TrainingRequest request = new TrainingRequest(
                    "roberta", "v1", rules, consumer -> texts.values().forEach(consumer), Map.of(), null, training);
            return answers(ModelTraining.run(request, work.resolve("work"), TrainingMonitor.NONE, () -> false)
                    .orElseThrow());
        } finally {
            Replacement.delete(work);
        }
    }

    private DevAnswers answers(Candidate candidate) throws Exception {
        Taxonomy taxonomy = rules.taxonomy();
        int[] byRules = new int[dev.size()];
        int[] byModel = new int[dev.size()];
        int[] jointly = new int[dev.size()];
        double temperature = candidate.evaluation().parameters().temperature();
        double coefficient = candidate.evaluation().parameters().ruleCoefficient();
        InferenceOptions options = InferenceOptions.defaults().withThreads(threads, 1);
        try (TextClassifier classifier = TextClassifier.open(candidate.checkpoint(), options)) {
            List<Prediction> predictions =
                    classifier.classify(dev.stream().map(Item::text).toList());
            for (int i = 0; i < byRules.length; i++) {
                RuleVote vote = candidate.rules().vote(dev.get(i).text());
                double[] logs = LogProbabilities.of(predictions.get(i).logits(), temperature);
                float[] model = new float[logs.length];
                for (int role = 0; role < model.length; role++) {
                    model[role] = (float) logs[role];
                }
                byRules[i] = taxonomy.indexOf(vote.role().name());
                byModel[i] = predictions.get(i).label();
                jointly[i] = JointDecision.of(model, vote.scores(), coefficient).role();
            }
        }
        return new DevAnswers(byRules, byModel, jointly, temperature, coefficient);
    }
}
