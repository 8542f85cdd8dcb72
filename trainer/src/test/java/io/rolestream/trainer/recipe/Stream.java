package io.rolestream.trainer.recipe;

import io.rolestream.common.config.Settings;
import io.rolestream.evaluation.split.ExampleSplit;
import io.rolestream.evaluation.verdict.GateLimits;
import io.rolestream.rules.role.Role;
import io.rolestream.rules.role.Taxonomy;
import io.rolestream.rules.ruleset.RuleSet;
import io.rolestream.trainer.labelling.TrainingText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.apache.kafka.common.config.ConfigDef;

/** Texts of three roles with some words of their own, and rules that know these words. */
final class Stream {
    static final List<String> ROLES = List.of("Software Engineer", "Data Engineer", "Cloud Engineer");
    static final Taxonomy TAXONOMY = new Taxonomy(
            List.of(
                    new Role(ROLES.get(0), "Writes software."),
                    new Role(ROLES.get(1), "Builds pipelines."),
                    new Role(ROLES.get(2), "Runs infrastructure."),
                    new Role("Other", "Any other work.")),
            "Other");
    static final RuleSet RULES = rules("java: 3, spring: 3, react: 3", "python: 3, sql: 3, pandas: 3");

    /** Limits that the tests' few texts can reach. */
    static final GateLimits FEW = new GateLimits(
            new GateLimits.Items(30, 15, false),
            0.05,
            new GateLimits.Roles(10, 0.2),
            new GateLimits.Variety(0.15, 0.7),
            0.03,
            0.25);

    private static final List<List<String>> WORDS = List.of(
            List.of("java", "spring", "react"),
            List.of("python", "sql", "pandas"),
            List.of("docker", "aws", "terraform"));

    private Stream() {}

    static RuleSet rules(String software, String data) {
        return RuleSet.parse(
                "name: stream\nmatching: phrases\nroles:\n  Software Engineer: {" + software + "}\n  Data Engineer: {"
                        + data + "}\n  Cloud Engineer: {docker: 3, aws: 3, terraform: 3}\n",
                "stream.yml",
                TAXONOMY);
    }

    /**
     * So many texts in the order of their hashes, two to three words of a role in each, and a number that only it has.
     */
    static List<TrainingText> texts(int count, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<TrainingText> texts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            List<String> words = WORDS.get(random.nextInt(WORDS.size()));
            StringBuilder text = new StringBuilder();
            for (int word = random.nextInt(2, 4); word > 0; word--) {
                text.append(words.get(random.nextInt(words.size()))).append(", ");
            }
            texts.add(new TrainingText(hash(random), text.append(i).toString(), null, false));
        }
        texts.sort(Comparator.comparing(TrainingText::contentHash));
        return texts;
    }

    private static String hash(SplittableRandom random) {
        return String.format("%016x%016x", random.nextLong(), random.nextLong());
    }

    /** A text on a side of the split, the first, second and so on. */
    static TrainingText on(ExampleSplit side, int number, String text) {
        SplittableRandom random = new SplittableRandom(number);
        while (true) {
            TrainingText drawn = new TrainingText(hash(random), text, null, false);
            if (drawn.split() == side) {
                return drawn;
            }
        }
    }

    /** The role whose words stand in a text. */
    static String truth(String text) {
        for (int role = 0; role < ROLES.size(); role++) {
            if (WORDS.get(role).stream().anyMatch(text::contains)) {
                return ROLES.get(role);
            }
        }
        return "Other";
    }

    static TrainingText answered(TrainingText text, String role) {
        return new TrainingText(text.contentHash(), text.text(), role, true);
    }

    static List<TrainingText> each(List<TrainingText> texts, UnaryOperator<TrainingText> change) {
        return texts.stream().map(change).toList();
    }

    /** The default recipe but for a few keys. */
    static Recipe recipe(String... keysAndValues) {
        Map<String, String> values = new HashMap<>(Map.of(
                RecipeConfig.LABELLERS,
                "rules",
                RecipeConfig.EPOCHS,
                "8",
                RecipeConfig.ADAPTING_EPOCHS,
                "0",
                RecipeConfig.LEARNING_RATE,
                "0.003",
                RecipeConfig.MAX_TOKENS,
                "32"));
        for (int i = 0; i < keysAndValues.length; i += 2) {
            values.put(keysAndValues[i], keysAndValues[i + 1]);
        }
        return RecipeConfig.recipe(Settings.of(RecipeConfig.define(new ConfigDef()), values), RULES);
    }
}
