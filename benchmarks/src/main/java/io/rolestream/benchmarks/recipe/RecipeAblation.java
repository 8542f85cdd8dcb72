package io.rolestream.benchmarks.recipe;

import io.rolestream.classifier.checkpoint.CheckpointDirectory;
import io.rolestream.classifier.decision.JointDecision;
import io.rolestream.classifier.decision.LogProbabilities;
import io.rolestream.classifier.evaluation.ConfusionMatrix;
import io.rolestream.classifier.evaluation.Scores;
import io.rolestream.classifier.inference.InferenceOptions;
import io.rolestream.classifier.inference.Prediction;
import io.rolestream.classifier.inference.TextClassifier;
import io.rolestream.classifier.role.Taxonomy;
import io.rolestream.classifier.rules.RuleSet;
import io.rolestream.classifier.rules.RuleVote;
import io.rolestream.config.Settings;
import io.rolestream.trainer.gate.GateLimits;
import io.rolestream.trainer.training.Candidate;
import io.rolestream.trainer.training.ModelTraining;
import io.rolestream.trainer.training.RecipeConfig;
import io.rolestream.trainer.training.TrainingMonitor;
import io.rolestream.trainer.training.TrainingRequest;
import io.rolestream.trainer.training.TrainingSettings;
import io.rolestream.trainer.training.TrainingText;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;

/** Scratch. */
public final class RecipeAblation {
    public static void main(String[] args) throws Exception {
        Map<String, String> options = new HashMap<>();
        List<String> variants = new ArrayList<>();
        for (String arg : args) {
            if (arg.startsWith("--variant=")) {
                variants.add(arg.substring(10));
            } else {
                options.put(arg.substring(2, arg.indexOf('=')), arg.substring(arg.indexOf('=') + 1));
            }
        }
        Path data = Path.of(options.getOrDefault("data", "."));
        RuleSet rules = RuleSet.load(options.getOrDefault("rules", "default"), Taxonomy.standard());
        int answerCount = Integer.parseInt(options.getOrDefault("answers", "0"));
        int texts = Integer.parseInt(options.getOrDefault("texts", "100000"));
        List<LabelledFile.Item> stream = LabelledFile.resumes(data.resolve("stream.jsonl"));
        List<LabelledFile.Item> dev = LabelledFile.resumes(data.resolve("dev-roles.jsonl"));
        Map<String, String> answers = LabelledFile.answers(data.resolve("reviewer-answers.jsonl"), answerCount);
        Map<String, TrainingText> byHash = new LinkedHashMap<>();
        stream.stream()
                .sorted(Comparator.comparing(LabelledFile.Item::contentHash))
                .forEach(item -> {
                    String answer = answers.get(item.resumeId());
                    if (answer != null || !byHash.containsKey(item.contentHash())) {
                        byHash.put(
                                item.contentHash(), new TrainingText(item.contentHash(), item.text(), answer, false));
                    }
                });
        System.out.printf("%d texts, %d answers, %d dev%n", byHash.size(), answers.size(), dev.size());
        for (String variant : variants) {
            for (String seed : options.getOrDefault("seeds", "1").split(",")) {
                long start = System.nanoTime();
                Map<String, String> values = new HashMap<>();
                String name = variant.isBlank() ? "plain" : variant;
                if (!variant.isBlank()) {
                    for (String pair : variant.split(";")) {
                        values.put(
                                "recipe." + pair.substring(0, pair.indexOf('=')),
                                pair.substring(pair.indexOf('=') + 1));
                    }
                }
                Settings settings = Settings.load(RecipeConfig.define(new ConfigDef()), null, Map.of(), values);
                Path work = Files.createTempDirectory("ablation");
                Candidate candidate = ModelTraining.run(
                                new TrainingRequest(
                                        "roberta",
                                        "v1",
                                        Taxonomy.standard(),
                                        rules,
                                        consumer -> byHash.values().forEach(consumer),
                                        Map.of(),
                                        null,
                                        new TrainingSettings(
                                                options.getOrDefault("base", "compact"),
                                                Long.parseLong(seed),
                                                Integer.parseInt(options.getOrDefault("threads", "1")),
                                                texts,
                                                RecipeConfig.recipe(settings),
                                                GateLimits.defaults())),
                                work.resolve("w"),
                                new TrainingMonitor() {
                                    @Override
                                    public void stage(Stage stage, long examples) {
                                        System.out.printf("  [%.0f s %s]", (System.nanoTime() - start) / 1e9, stage);
                                    }

                                    int n;

                                    @Override
                                    public void progressed(
                                            Stage stage, io.rolestream.classifier.training.TrainingProgress p) {
                                        if (n++ % 50 == 49 || p.holdOut() != null)
                                            System.out.printf(
                                                    " %.1f:%.2f(%.0f tok/s)%s",
                                                    p.epoch(),
                                                    p.step().loss(),
                                                    p.tokensPerSecond(),
                                                    p.holdOut() == null
                                                            ? ""
                                                            : String.format(
                                                                    " HO %.3f/%.3f",
                                                                    p.holdOut().accuracy(),
                                                                    p.holdOut().macroF1()));
                                    }

                                    @Override
                                    public void note(String sentence) {
                                        System.out.println("  " + sentence);
                                    }
                                },
                                () -> false)
                        .orElseThrow();
                System.out.printf(
                        Locale.ROOT,
                        "%-60s seed %s  %.0f s T=%.2f c=%.2f gate %s %s%n",
                        name,
                        seed,
                        (System.nanoTime() - start) / 1e9,
                        candidate.details().temperature(),
                        candidate.evaluation().parameters().ruleCoefficient(),
                        candidate.verdict().passed(),
                        candidate.verdict().reasons());
                score(candidate, dev);
            }
        }
    }

    private static void score(Candidate candidate, List<LabelledFile.Item> dev) throws Exception {
        Taxonomy taxonomy = Taxonomy.standard();
        try (TextClassifier classifier =
                TextClassifier.open(CheckpointDirectory.open(candidate.directory()), InferenceOptions.defaults())) {
            List<Prediction> predictions = classifier.classify(
                    dev.stream().map(LabelledFile.Item::text).toList());
            Map<String, int[]> answers = new LinkedHashMap<>();
            double[] cs = {0, 0.1, 0.25, 0.5, 1, 2};
            for (int i = 0; i < dev.size(); i++) {
                RuleVote vote = candidate.rules().vote(dev.get(i).text());
                answers.computeIfAbsent("rules", k -> new int[dev.size()])[i] =
                        taxonomy.indexOf(vote.role().name());
                double[] log = LogProbabilities.of(
                        predictions.get(i).logits(), candidate.details().temperature());
                float[] f = new float[log.length];
                for (int r = 0; r < f.length; r++) f[r] = (float) log[r];
                for (double c : cs) {
                    answers.computeIfAbsent("joint " + c, k -> new int[dev.size()])[i] =
                            JointDecision.of(f, vote.scores(), c).role();
                }
                answers.computeIfAbsent("JOINT", k -> new int[dev.size()])[i] = JointDecision.of(
                                f,
                                vote.scores(),
                                candidate.evaluation().parameters().ruleCoefficient())
                        .role();
            }
            StringBuilder line = new StringBuilder("   ");
            answers.forEach((name, given) -> {
                ConfusionMatrix matrix = new ConfusionMatrix(taxonomy.names());
                for (int i = 0; i < given.length; i++)
                    matrix.add(taxonomy.indexOf(String.valueOf(dev.get(i).role())), given[i]);
                Scores scores = matrix.scores();
                line.append(String.format(Locale.ROOT, " %s %.3f/%.3f", name, scores.accuracy(), scores.macroF1()));
            });
            System.out.println(line);
        }
    }
}
