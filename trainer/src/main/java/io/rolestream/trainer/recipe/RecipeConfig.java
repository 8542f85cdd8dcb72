package io.rolestream.trainer.recipe;

import io.rolestream.common.config.Settings;
import io.rolestream.rules.ruleset.RuleSet;
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
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigException;

/** The keys of the recipe: what is done between texts and a model. */
public final class RecipeConfig {
    public static final String LABELLERS = "recipe.labellers";
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

    /** What helps where keywords have weights: such rules are better than most that can be done to their votes. */
    private static final Map<String, String> OVER_WEIGHTED_RULES = Map.of(
            LABELLERS, "rules",
            TEACHER, "0",
            HIDDEN_KEYWORDS, "0",
            CLEAN_BY, "none");

    /** What helps where the first keyword decides, wherever it stands. */
    private static final Map<String, String> OVER_PLAIN_RULES = Map.of(
            LABELLERS, "keyword-count,role-names,first-skills,descriptions",
            TEACHER, "0.5",
            HIDDEN_KEYWORDS, "0.3",
            CLEAN_BY, "neighbours");

    private static final int LEAST_TOKENS = 16;
    private static final int MOST_TOKENS = 8192;
    private static final int MANY = 1000;

    private static final ConfigDef.Validator LABELLER_NAMES = ConfigDef.LambdaValidator.with(
            (name, value) -> {
                try {
                    if (value != null) {
                        labellers((String) value);
                    }
                } catch (IllegalArgumentException e) {
                    throw new ConfigException(name, value, e.getMessage());
                }
            },
            () -> "a list, with commas, of " + names());

    private RecipeConfig() {}

    /** Adds the keys to a definition and returns it. */
    public static ConfigDef define(ConfigDef definitions) {
        return definitions
                .define(
                        LABELLERS,
                        Type.STRING,
                        null,
                        LABELLER_NAMES,
                        Importance.MEDIUM,
                        "Whose majority a model learns: `rules` (their vote), `keyword-count` (the role with most keywords, whatever"
                                + " their weights, as whole words), `strongest-keyword`, `first-skills` (the rules' vote on the first four),"
                                + " `role-names` (in the text), `descriptions` (of the taxonomy, by common words). Of several roles that"
                                + " equally many name, that of the first labeller that names one of any."
                                + " Default rules; over rules without weights keyword-count,role-names,first-skills,descriptions.")
                .define(
                        TEACHER,
                        Type.DOUBLE,
                        null,
                        between(0, 1),
                        Importance.MEDIUM,
                        "How much of each target is what a linear model thinks of the text that learnt the labels of the other texts"
                                + " (the clean ones, if they are chosen); texts whose labels are doubtful are learnt as it thinks"
                                + " altogether, rather than left out. 0 does without."
                                + " Default 0; over rules without weights 0.5.")
                .define(
                        ABSTENTION_WEIGHT,
                        Type.DOUBLE,
                        1.0,
                        between(0, 1),
                        Importance.LOW,
                        "What a text counts that all labellers abstain on, as one of the fallback role; 0 leaves it out.")
                .define(
                        CONFLICT_WEIGHT,
                        Type.DOUBLE,
                        1.0,
                        between(0, 1),
                        Importance.LOW,
                        "What a text counts on which labellers differ; 0 leaves it out.")
                .define(
                        HIDDEN_KEYWORDS,
                        Type.DOUBLE,
                        null,
                        between(0, 1),
                        Importance.MEDIUM,
                        "The share of texts whose matched keywords are hidden, so that the model learns from the rest. It helps over"
                                + " poor rules."
                                + " Default 0; over rules without weights 0.3.")
                .define(
                        CLEAN_BY,
                        Type.STRING,
                        null,
                        ConfigDef.ValidString.in(null, "none", "neighbours", "out-of-fold"),
                        Importance.LOW,
                        "How doubtful labels are found: by `neighbours` (the most similar texts have others) or `out-of-fold` (a small"
                                + " model that learnt from the other texts finds them improbable)."
                                + " Default none; over rules without weights neighbours.")
                .define(
                        CLEAN_SHARE,
                        Type.DOUBLE,
                        0.6,
                        between(0.01, 1),
                        Importance.LOW,
                        "The share of texts whose labels are the least doubtful; the others are left out.")
                .define(
                        CLASS_BALANCE,
                        Type.DOUBLE,
                        0.5,
                        between(0, 1),
                        Importance.MEDIUM,
                        "How far rare roles count more: 0 not at all, 1 so that all roles count the same together.")
                .define(
                        LABEL_SMOOTHING,
                        Type.DOUBLE,
                        0.0,
                        between(0, 0.9),
                        Importance.LOW,
                        "The share of each label that is spread over all roles.")
                .define(
                        SELF_TRAINING,
                        Type.DOUBLE,
                        0.0,
                        between(0, 1),
                        Importance.LOW,
                        "Trains a second time, in which what the first model is at least so sure of is taken as the label, counting as"
                                + " much as it is sure; 0 trains once.")
                .define(
                        ADAPTING_EPOCHS,
                        Type.INT,
                        0,
                        ConfigDef.Range.between(0, MANY),
                        Importance.MEDIUM,
                        "How often the base reads all texts before it is fine-tuned, as a masked language model.")
                .define(
                        ANSWER_WEIGHT,
                        Type.DOUBLE,
                        10.0,
                        between(1, MANY),
                        Importance.MEDIUM,
                        "How many texts of the rules a text counts that a person answered.")
                .define(
                        RELEARNT_KEYWORDS,
                        Type.BOOLEAN,
                        true,
                        Importance.MEDIUM,
                        "Relearns the weights of keywords from answers, held to what they were; the rules with the new weights are"
                                + " published with the model. Takes 50 answers, and rules that have weights.")
                .define(
                        FITTED_COEFFICIENT,
                        Type.BOOLEAN,
                        true,
                        Importance.MEDIUM,
                        "Fits the coefficient of the rules in the joint decision to answers that were not learnt from.")
                .define(
                        RULE_COEFFICIENT,
                        Type.DOUBLE,
                        1.0,
                        between(0, 10),
                        Importance.LOW,
                        "The coefficient where it is not fitted.")
                .define(
                        FITTED_TEMPERATURE,
                        Type.BOOLEAN,
                        true,
                        Importance.LOW,
                        "Fits how sure the model is to texts that were not learnt from.")
                .define(
                        EPOCHS,
                        Type.INT,
                        2,
                        ConfigDef.Range.between(1, MANY),
                        Importance.MEDIUM,
                        "How often all texts are seen in fine-tuning; the best of all epochs is taken.")
                .define(BATCH_SIZE, Type.INT, 32, ConfigDef.Range.between(1, 65_536), Importance.LOW, "Texts per step.")
                .define(
                        LEARNING_RATE,
                        Type.DOUBLE,
                        0.0,
                        between(0, 0.1),
                        Importance.MEDIUM,
                        "The greatest rate; 0 takes one that suits the width of the base: 6e-4 for the compact one, 4e-5 for one of the"
                                + " size of roberta-base.")
                .define(
                        MAX_TOKENS,
                        Type.INT,
                        128,
                        ConfigDef.Range.between(LEAST_TOKENS, MOST_TOKENS),
                        Importance.LOW,
                        "Where texts are cut to learn from them, if the base does not cut them before.");
    }

    private static ConfigDef.Validator between(double least, double most) {
        return ConfigDef.LambdaValidator.with(
                (name, value) -> {
                    if (value != null && !((Double) value >= least && (Double) value <= most)) {
                        throw new ConfigException(name, value, "expected a number of " + least + " to " + most);
                    }
                },
                () -> least + " to " + most);
    }

    /**
     * The recipe that the settings name. What they leave out is what helps over such rules.
     *
     * @param rules that are learnt from
     */
    public static Recipe recipe(Settings settings, RuleSet rules) {
        Map<String, String> usual = rules.isWeighted() ? OVER_WEIGHTED_RULES : OVER_PLAIN_RULES;
        Function<String, String> text =
                key -> settings.isSet(key) ? settings.string(key) : Objects.requireNonNull(usual.get(key), key);
        ToDoubleFunction<String> number = key -> Double.parseDouble(text.apply(key));
        return new Recipe(
                new Recipe.Labels(
                        labellers(text.apply(LABELLERS)),
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
