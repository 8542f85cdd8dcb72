package io.rolestream.benchmarks.recipe;

import io.rolestream.benchmarks.recipe.LabelledFile.Item;
import io.rolestream.rules.role.Taxonomy;
import io.rolestream.rules.ruleset.RuleSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What each step of the trainer's recipe is worth: the recipe with and without it, several seeds each, scored on labels
 * that were derived from job titles. Half of these labels are to choose by, the other half to report on; a text's half
 * follows from its hash.
 *
 * <p>Options, each as {@code --name=value}: {@code --data} a directory with {@code stream.jsonl},
 * {@code dev-roles.jsonl} and {@code reviewer-answers.jsonl}; {@code --rules}, {@code --answers} (how many),
 * {@code --seeds}, {@code --threads}, {@code --texts} (most), {@code --base}; {@code --results} a directory that keeps
 * the answers of each run, so that a table can be made in several goes; and {@code --variant=NAME:KEY=VALUE;...}
 * (repeatable), keys without {@code recipe.}, in place of {@link Variants#usual the usual ones}; the first variant is
 * what the others are compared with.
 */
public final class RecipeAblation {
    private final Map<String, String> options;
    private final RuleSet rules;
    private final List<Item> dev;
    private final TrainedAnswers trained;

    private RecipeAblation(Map<String, String> options) throws IOException {
        this.options = options;
        Path data = Path.of(options.getOrDefault("data", "."));
        rules = RuleSet.load(options.getOrDefault("rules", RuleSet.DEFAULT), Taxonomy.standard());
        dev = LabelledFile.resumes(data.resolve("dev-roles.jsonl")).stream()
                .sorted(Comparator.comparing(Item::contentHash))
                .toList();
        trained = new TrainedAnswers(
                rules,
                LabelledFile.resumes(data.resolve("stream.jsonl")),
                LabelledFile.answers(data.resolve("reviewer-answers.jsonl"), number("answers", 0)),
                dev,
                options.getOrDefault("base", "compact"),
                number("threads", Runtime.getRuntime().availableProcessors()),
                number("texts", 100_000));
    }

    private int number(String option, int otherwise) {
        return Integer.parseInt(options.getOrDefault(option, Integer.toString(otherwise)));
    }

    public static void main(String[] arguments) throws Exception {
        Map<String, String> options = new HashMap<>();
        Map<String, Map<String, String>> variants = new LinkedHashMap<>();
        for (String argument : arguments) {
            String name = argument.substring(2, argument.indexOf('='));
            String value = argument.substring(argument.indexOf('=') + 1);
            if (name.equals("variant")) {
                variants.put(
                        value.substring(0, value.indexOf(':')), overrides(value.substring(value.indexOf(':') + 1)));
            } else {
                options.put(name, value);
            }
        }
        RecipeAblation ablation = new RecipeAblation(options);
        ablation.run(variants.isEmpty() ? Variants.usual(ablation.rules, ablation.number("answers", 0) > 0) : variants);
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

    private void run(Map<String, Map<String, String>> variants) throws Exception {
        Path results = Path.of(options.getOrDefault("results", "ablation"));
        Files.createDirectories(results);
        List<Integer> seeds = new ArrayList<>();
        for (String seed : options.getOrDefault("seeds", "1,2,3").split(",")) {
            seeds.add(Integer.parseInt(seed));
        }
        Map<String, List<DevAnswers>> byVariant = new LinkedHashMap<>();
        for (int seed : seeds) {
            for (var variant : variants.entrySet()) {
                Path file = results.resolve(variant.getKey().replace(' ', '-') + "-" + seed + ".json");
                if (!Files.exists(file)) {
                    long start = System.nanoTime();
                    DevAnswers answers = trained.answers(variant.getValue(), seed);
                    answers.write(file);
                    System.out.printf(
                            Locale.ROOT,
                            "%s, seed %d: %.0f s, temperature %.2f, coefficient %.2f%n",
                            variant.getKey(),
                            seed,
                            (System.nanoTime() - start) / 1e9,
                            answers.temperature(),
                            answers.coefficient());
                }
                byVariant
                        .computeIfAbsent(variant.getKey(), name -> new ArrayList<>())
                        .add(DevAnswers.read(file));
                new AblationTable(rules, dev, byVariant).print(System.out);
            }
        }
    }
}
