package io.rolestream.trainer.gate;

import io.rolestream.common.config.Settings;
import io.rolestream.evaluation.verdict.GateLimits;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigException;

/** The keys of the promotion gate. */
public final class GateConfig {
    public static final String MIN_ITEMS = "gate.min.items";
    public static final String MIN_GOLD = "gate.min.gold";
    public static final String REQUIRE_GOLD = "gate.require.gold";
    public static final String BASELINE_MARGIN = "gate.baseline.margin";
    public static final String ROLE_MIN_ITEMS = "gate.role.min.items";
    public static final String ROLE_MIN_RECALL = "gate.role.min.recall";
    public static final String SHARE_EXCESS = "gate.share.excess";
    public static final String MIN_ENTROPY = "gate.min.entropy";
    public static final String RULES_TOLERANCE = "gate.rules.tolerance";
    public static final String MAX_CALIBRATION_ERROR = "gate.max.calibration.error";

    private static final ConfigDef.Validator SHARE = ConfigDef.LambdaValidator.with(
            (name, value) -> {
                if (!((Double) value >= 0 && (Double) value <= 1)) {
                    throw new ConfigException(name, value, "expected a number of 0 to 1");
                }
            },
            () -> "0 to 1");

    private GateConfig() {}

    /** Adds the keys to a definition and returns it. */
    public static ConfigDef define(ConfigDef definitions) {
        GateLimits defaults = GateLimits.defaults();
        return definitions
                .define(
                        MIN_ITEMS,
                        Type.INT,
                        defaults.items().silver(),
                        ConfigDef.Range.between(1, 1_000_000),
                        Importance.MEDIUM,
                        "Items with the rules' labels that a model must at least have been evaluated on, where people have"
                                + " labelled too few.")
                .define(
                        MIN_GOLD,
                        Type.INT,
                        defaults.items().gold(),
                        ConfigDef.Range.between(1, 1_000_000),
                        Importance.MEDIUM,
                        "Items labelled by people from which on they, and not the rules' labels, are what a model is judged"
                                + " by.")
                .define(
                        REQUIRE_GOLD,
                        Type.BOOLEAN,
                        defaults.items().requireGold(),
                        Importance.HIGH,
                        "Fails every model that was evaluated on fewer items labelled by people than `gate.min.gold`."
                                + " Otherwise it may pass, and its verdict is marked as weak.")
                .define(
                        BASELINE_MARGIN,
                        Type.DOUBLE,
                        defaults.baselineMargin(),
                        SHARE,
                        Importance.MEDIUM,
                        "How far the lower bound of a model's macro-F1 must be above what answers score that do not depend on"
                                + " the text.")
                .define(
                        ROLE_MIN_ITEMS,
                        Type.INT,
                        defaults.roles().minItems(),
                        ConfigDef.Range.between(1, 1_000_000),
                        Importance.LOW,
                        "Items of a role from which on its recall is judged.")
                .define(
                        ROLE_MIN_RECALL,
                        Type.DOUBLE,
                        defaults.roles().minRecall(),
                        SHARE,
                        Importance.MEDIUM,
                        "A role whose recall is lower has collapsed.")
                .define(
                        SHARE_EXCESS,
                        Type.DOUBLE,
                        defaults.variety().shareExcess(),
                        SHARE,
                        Importance.LOW,
                        "How much larger the share of a model's most frequent answer may be than that of the most frequent"
                                + " true role.")
                .define(
                        MIN_ENTROPY,
                        Type.DOUBLE,
                        defaults.variety().minEntropy(),
                        SHARE,
                        Importance.LOW,
                        "The least entropy of a model's answers, as a share of that of the true roles.")
                .define(
                        RULES_TOLERANCE,
                        Type.DOUBLE,
                        defaults.rulesTolerance(),
                        SHARE,
                        Importance.MEDIUM,
                        "How far below the rules alone the joint decision could be at worst (lower bound of the difference),"
                                + " in accuracy and in macro-F1.")
                .define(
                        MAX_CALIBRATION_ERROR,
                        Type.DOUBLE,
                        defaults.maxCalibrationError(),
                        SHARE,
                        Importance.LOW,
                        "The greatest expected calibration error, after the temperature.");
    }

    /** The limits that the settings name. */
    public static GateLimits limits(Settings settings) {
        return new GateLimits(
                new GateLimits.Items(
                        settings.integer(MIN_ITEMS), settings.integer(MIN_GOLD), settings.flag(REQUIRE_GOLD)),
                settings.decimal(BASELINE_MARGIN),
                new GateLimits.Roles(settings.integer(ROLE_MIN_ITEMS), settings.decimal(ROLE_MIN_RECALL)),
                new GateLimits.Variety(settings.decimal(SHARE_EXCESS), settings.decimal(MIN_ENTROPY)),
                settings.decimal(RULES_TOLERANCE),
                settings.decimal(MAX_CALIBRATION_ERROR));
    }
}
