package io.rolestream.trainer.recipe;

import io.rolestream.common.config.ConfigurationException;
import io.rolestream.common.config.Keys;
import io.rolestream.common.config.Settings;
import io.rolestream.rules.ruleset.RuleSet;
import io.rolestream.trainer.labelling.Aggregation;
import io.rolestream.trainer.labelling.WeakLabeller;
import io.rolestream.trainer.recipe.Recipe.CleanSelection;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.ConfigDef;

/** The settings of the recipe: the steps from texts to a model. */
public final class RecipeConfig {
    public static final String LABELLERS = "recipe.labellers";
    public static final String AGGREGATION = "recipe.aggregation";
    public static final String TEACHER = "recipe.teacher";
    public static final String ABSTENTION_WEIGHT = "recipe.abstention.weight";
    public static final String CONFLICT_WEIGHT = "recipe.conflict.weight";
    public static final String HIDDEN_KEYWORDS = "recipe.hidden.keywords";
    public static final String CLEAN_BY = "recipe.clean.by";
    public static final String CLEAN_SHARE = "recipe.clean.share";
    public static final String CLASS_BALANCE = "recipe.class.balance";
    public static final String LABEL_SMOOTHING = "recipe.label.smoothing";
    public static final String SELF_TRAINING = "recipe.self.training";
    public static final String ADAPTING_EPOCHS = "recipe.adapting.epochs";
    public static final String ANSWER_WEIGHT = "recipe.answer.weight";
    public static final String RELEARNT_KEYWORDS = "recipe.relearnt.keywords";
    public static final String FITTED_COEFFICIENT = "recipe.fitted.coefficient";
    public static final String RULE_COEFFICIENT = "recipe.rule.coefficient";
    public static final String FITTED_TEMPERATURE = "recipe.fitted.temperature";
    public static final String EPOCHS = "recipe.epochs";
    public static final String BATCH_SIZE = "recipe.batch.size";
    public static final String LEARNING_RATE = "recipe.learning.rate";
    public static final String MAX_TOKENS = "recipe.max.tokens";

    /** Defaults for rule sets with weights: most steps do not improve on their votes. */
    private static final Map<String, String> OVER_WEIGHTED_RULES = Map.of(
            LABELLERS, "rules",
            TEACHER, "0",
            HIDDEN_KEYWORDS, "0",
            CLEAN_BY, "none");

    /** Defaults for rule sets in which the first match decides. */
    private static final Map<String, String> OVER_PLAIN_RULES = Map.of(
            LABELLERS, "keyword-count,role-names,first-skills,descriptions",
            TEACHER, "0.5",
            HIDDEN_KEYWORDS, "0.3",
            CLEAN_BY, "neighbours");

    private static final int LEAST_TOKENS = 16;
    private static final int MOST_TOKENS = 8192;
    private static final int MANY = 1000;

    private static final ConfigDef.Validator LABELLER_NAMES =
            Keys.checked(RecipeConfig::labellers, "a list, with commas, of " + names());

    private RecipeConfig() {}

    public static ConfigDef define(ConfigDef definitions) {
        Keys keys = new Keys(definitions);
        keys.text(LABELLERS, null, LABELLER_NAMES)
                .doc("Weak labellers whose majority the model learns: `rules` (their vote), `keyword-count` (the"
                        + " role with the most keywords, unweighted, as whole words), `strongest-keyword`,"
                        + " `first-skills` (the rules' vote on the first four skills), `role-names` (in the"
                        + " text), `descriptions` (common words with the taxonomy's descriptions), `observed`"
                        + " (the votes of `labellers.observed` on `labelled-roles`). In a tie,"
                        + " the labeller listed first decides. Default rules; with rules that have no"
                        + " weights, keyword-count,role-names,first-skills,descriptions.");
        keys.text(AGGREGATION, "majority", ConfigDef.ValidString.in("majority", "dawid-skene"))
                .doc("How the labellers' votes become labels: `majority`, or `dawid-skene`, which weighs each labeller"
                        + " by how it agrees with the others.");
        keys.decimal(TEACHER, null, Keys.between(0, 1))
                .doc("Weight of an out-of-fold linear teacher in each soft target, 0 to 1; texts with doubtful"
                        + " labels take the teacher's prediction instead of being left out. 0 disables it."
                        + " Default 0; with rules that have no weights, 0.5.");
        keys.decimal(ABSTENTION_WEIGHT, 1.0, Keys.between(0, 1))
                .doc("Weight of texts on which every labeller abstains; they are labelled with the fallback role."
                        + " 0 leaves them out.");
        keys.decimal(CONFLICT_WEIGHT, 1.0, Keys.between(0, 1))
                .doc("Weight of texts on which labellers differ; 0 leaves them out.");
        keys.decimal(HIDDEN_KEYWORDS, null, Keys.between(0, 1))
                .doc("Share of texts whose matched keywords are hidden, so that the model learns from the other"
                        + " words. It helps if the rules are poor. Default 0; with rules that have no"
                        + " weights, 0.3.");
        keys.text(CLEAN_BY, null, ConfigDef.ValidString.in(null, "none", "neighbours", "out-of-fold"))
                .doc("How doubtful labels are found: `neighbours` (the most similar texts have other labels),"
                        + " `out-of-fold` (a small model trained on the other texts finds the label"
                        + " improbable) or `none`. Default none; with rules that have no weights, neighbours.");
        keys.decimal(CLEAN_SHARE, 0.6, Keys.between(0.01, 1))
                .doc("Share of texts to keep, those with the least doubtful labels.");
        keys.decimal(CLASS_BALANCE, 0.5, Keys.between(0, 1))
                .doc("How strongly rare roles are weighted up: 0 not at all, 1 until all roles have the same total"
                        + " weight.");
        keys.decimal(LABEL_SMOOTHING, 0.0, Keys.between(0, 0.9))
                .doc("Label smoothing: the share of each label that is spread over all roles.");
        keys.decimal(SELF_TRAINING, 0.0, Keys.between(0, 1))
                .doc("Trains a second time on the first model's predictions that are at least this confident,"
                        + " weighted by their confidence; 0 trains once.");
        keys.integer(ADAPTING_EPOCHS, 0, 0, MANY)
                .doc("Epochs of masked language modelling on all texts before fine-tuning.");
        keys.decimal(ANSWER_WEIGHT, 10.0, Keys.between(1, MANY))
                .doc("Weight of a text with a person's answer, relative to a text labelled by the rules.");
        keys.flag(RELEARNT_KEYWORDS, true)
                .doc("Relearns the keyword weights from answers, regularised towards the old ones, and publishes"
                        + " the new rules with the model. Needs 50 answers and rules with weights.");
        keys.flag(FITTED_COEFFICIENT, true)
                .doc("Fits the coefficient of the rules in the joint decision to held-out answers.");
        keys.decimal(RULE_COEFFICIENT, 1.0, Keys.between(0, 10)).doc("The coefficient if it is not fitted.");
        keys.flag(FITTED_TEMPERATURE, true)
                .doc(
                        "Fits the model's temperature and the joint decision's calibration to held-out answers; if there are fewer"
                                + " than 100, also to the votes of rules or model, whichever are surer. If false, confidence is not calibrated.");
        keys.integer(EPOCHS, 2, 1, MANY).doc("Epochs of fine-tuning; the best one is kept.");
        keys.integer(BATCH_SIZE, 32, 1, 65_536).doc("Texts per step.");
        keys.decimal(LEARNING_RATE, 0.0, Keys.between(0, 0.1))
                .doc("Peak learning rate; 0 chooses one by the width of the base: 6e-4 for the compact one, 4e-5"
                        + " for one of the size of roberta-base.");
        keys.integer(MAX_TOKENS, 128, LEAST_TOKENS, MOST_TOKENS)
                .doc("Maximum tokens of a training text, unless the base's own maximum is lower.");
        return definitions;
    }

    /**
     * Settings that are not set have the defaults for this kind of rules.
     *
     * @param rules whose votes are trained on
     * @throws ConfigurationException if settings contradict each other
     */
    public static Recipe recipe(Settings settings, RuleSet rules) {
        Map<String, String> usual = rules.isWeighted() ? OVER_WEIGHTED_RULES : OVER_PLAIN_RULES;
        Function<String, String> text =
                key -> settings.isSet(key) ? settings.string(key) : Objects.requireNonNull(usual.get(key), key);
        ToDoubleFunction<String> number = key -> Double.parseDouble(text.apply(key));
        List<WeakLabeller> labellers = labellers(text.apply(LABELLERS));
        Aggregation aggregation = Aggregation.valueOf(
                settings.string(AGGREGATION).toUpperCase(Locale.ROOT).replace('-', '_'));
        if (aggregation == Aggregation.DAWID_SKENE
                && labellers.size() == 1
                && !labellers.contains(WeakLabeller.OBSERVED)) {
            throw new ConfigurationException(
                    "%s=dawid-skene needs labellers that agree or differ: list two or more in %s, not only %s"
                            .formatted(AGGREGATION, LABELLERS, labellers.get(0).key()));
        }
        return new Recipe(
                new Recipe.Labels(
                        labellers,
                        aggregation,
                        settings.decimal(ABSTENTION_WEIGHT),
                        settings.decimal(CONFLICT_WEIGHT),
                        settings.decimal(ANSWER_WEIGHT),
                        settings.flag(RELEARNT_KEYWORDS),
                        number.applyAsDouble(HIDDEN_KEYWORDS)),
                new Recipe.Cleaning(
                        CleanSelection.valueOf(
                                text.apply(CLEAN_BY).toUpperCase(Locale.ROOT).replace('-', '_')),
                        settings.decimal(CLEAN_SHARE),
                        number.applyAsDouble(TEACHER)),
                new Recipe.Tuning(
                        settings.integer(ADAPTING_EPOCHS),
                        settings.integer(EPOCHS),
                        settings.integer(BATCH_SIZE),
                        settings.decimal(LEARNING_RATE),
                        settings.integer(MAX_TOKENS),
                        settings.decimal(CLASS_BALANCE),
                        settings.decimal(LABEL_SMOOTHING),
                        settings.decimal(SELF_TRAINING)),
                new Recipe.Fitting(
                        settings.flag(FITTED_COEFFICIENT),
                        settings.decimal(RULE_COEFFICIENT),
                        settings.flag(FITTED_TEMPERATURE)));
    }

    private static List<WeakLabeller> labellers(String list) {
        List<WeakLabeller> labellers = Arrays.stream(list.split(",", -1))
                .map(String::strip)
                .map(RecipeConfig::labeller)
                .toList();
        if (labellers.stream().distinct().count() < labellers.size()) {
            throw new IllegalArgumentException("one is there twice");
        }
        return labellers;
    }

    private static WeakLabeller labeller(String key) {
        return Arrays.stream(WeakLabeller.values())
                .filter(labeller -> labeller.key().equals(key))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("\"" + key + "\" is none of " + names()));
    }

    private static String names() {
        return Arrays.stream(WeakLabeller.values()).map(WeakLabeller::key).collect(Collectors.joining(", "));
    }
}
