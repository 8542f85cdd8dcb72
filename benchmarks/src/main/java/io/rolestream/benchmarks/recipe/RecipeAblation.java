package io.rolestream.benchmarks.recipe;

import io.rolestream.benchmarks.recipe.LabelledFile.Item;
import io.rolestream.rules.role.Taxonomy;
import io.rolestream.rules.ruleset.RuleSet;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * What each step of the trainer's recipe is worth: the recipe with and without it, several seeds each, scored on labels
 * that were derived from job titles. Half of these labels are for choosing, the other half for reporting; a text's half
 * follows from its hash.
 */
@Command(name = "recipe-ablation", showDefaultValues = true)
public final class RecipeAblation {
    @Option(names = "--data", description = "Directory of stream.jsonl, dev-roles.jsonl and reviewer-answers.jsonl.")
    private Path data = Path.of(".");

    @Option(names = "--rules", description = "Rule set.")
    private String rulesName = RuleSet.DEFAULT;

    @Option(names = "--answers", description = "How many answers to use.")
    private int answers = 0;

    @Option(names = "--seeds", split = ",", description = "Seeds of the trainings of each variant.")
    private List<Integer> seeds = List.of(1, 2, 3);

    @Option(names = "--threads", description = "Threads of each operation.")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(names = "--texts", description = "The most texts to train on.")
    private int texts = 100_000;

    @Option(names = "--base", description = "Base model.")
    private String base = "compact";

    @Option(
            names = "--results",
            description = "Directory that keeps the answers of each run, which is then not repeated.")
    private Path results = Path.of("ablation");

    @Option(
            names = "--variant",
            paramLabel = "NAME:KEY=VALUE;...",
            description = "Recipe settings, without recipe., instead of the usual variants; the first is the baseline.")
    private List<String> variants = List.of();

    private RecipeAblation() {}

    public static void main(String[] arguments) throws Exception {
        CommandLine.populateCommand(new RecipeAblation(), arguments).run();
    }

    private static Map<String, String> overrides(String list) {
        Map<String, String> overrides = new LinkedHashMap<>();
        for (String pair : list.split(";")) {
            if (!pair.isBlank()) {
                overrides.put("recipe." + pair.substring(0, pair.indexOf('=')), pair.substring(pair.indexOf('=') + 1));
            }
        }
        return overrides;
    }

    private Map<String, Map<String, String>> variants(RuleSet rules) {
        Map<String, Map<String, String>> chosen = new LinkedHashMap<>();
        for (String variant : variants) {
            int colon = variant.indexOf(':');
            chosen.put(variant.substring(0, colon), overrides(variant.substring(colon + 1)));
        }
        return chosen.isEmpty() ? Variants.usual(rules, answers > 0) : chosen;
    }

    private void run() throws Exception {
        RuleSet rules = RuleSet.load(rulesName, Taxonomy.standard());
        List<Item> dev = LabelledFile.resumes(data.resolve("dev-roles.jsonl")).stream()
                .sorted(Comparator.comparing(Item::contentHash))
                .toList();
        TrainedAnswers trained = new TrainedAnswers(
                rules,
                LabelledFile.resumes(data.resolve("stream.jsonl")),
                LabelledFile.answers(data.resolve("reviewer-answers.jsonl"), answers),
                dev,
                base,
                threads,
                texts);
        Files.createDirectories(results);
        Map<String, List<DevAnswers>> byVariant = new LinkedHashMap<>();
        for (int seed : seeds) {
            for (var variant : variants(rules).entrySet()) {
                Path file = results.resolve(variant.getKey().replace(' ', '-') + "-" + seed + ".json");
                if (!Files.exists(file)) {
                    long start = System.nanoTime();
                    DevAnswers given = trained.answers(variant.getValue(), seed);
                    given.write(file);
                    System.out.printf(
                            Locale.ROOT,
                            "%s, seed %d: %.0f s, temperature %.2f, coefficient %.2f%n",
                            variant.getKey(),
                            seed,
                            (System.nanoTime() - start) / 1e9,
                            given.temperature(),
                            given.coefficient());
                }
                byVariant
                        .computeIfAbsent(variant.getKey(), name -> new ArrayList<>())
                        .add(DevAnswers.read(file));
                new AblationTable(rules, dev, byVariant).print(System.out);
            }
        }
    }
}
