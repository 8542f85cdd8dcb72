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
                    throw new ConfigException(name, value, "expected a number from 0 to 1");
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
                        defaults.minItems(),
                        ConfigDef.Range.between(1, 1_000_000),
                        Importance.MEDIUM,
                        "Minimum number of items labelled by the rules in a model's evaluation. It applies if too few"
                                + " are labelled by people.")
                .define(
                        MIN_GOLD,
                        Type.INT,
                        defaults.minGold(),
                        ConfigDef.Range.between(1, 1_000_000),
                        Importance.MEDIUM,
                        "Minimum number of items labelled by people for the gate to judge by them instead of by the"
                                + " rules' labels.")
                .define(
                        REQUIRE_GOLD,
                        Type.BOOLEAN,
                        defaults.requireGold(),
                        Importance.HIGH,
                        "Fails every model with fewer than `gate.min.gold` items labelled by people in its"
                                + " evaluation. If false, such a model may pass, with a verdict marked as weak.")
                .define(
                        BASELINE_MARGIN,
                        Type.DOUBLE,
                        defaults.baselineMargin(),
                        SHARE,
                        Importance.MEDIUM,
                        "Minimum margin of the lower bound of a model's macro-F1 over the best predictor that ignores"
                                + " the text.")
                .define(
                        ROLE_MIN_ITEMS,
                        Type.INT,
                        defaults.roleMinItems(),
                        ConfigDef.Range.between(1, 1_000_000),
                        Importance.LOW,
                        "Minimum number of items of a role for its recall to be judged.")
                .define(
                        ROLE_MIN_RECALL,
                        Type.DOUBLE,
                        defaults.roleMinRecall(),
                        SHARE,
                        Importance.MEDIUM,
                        "Minimum recall of each role; below it, the role has collapsed.")
                .define(
                        SHARE_EXCESS,
                        Type.DOUBLE,
                        defaults.shareExcess(),
                        SHARE,
                        Importance.LOW,
                        "Maximum excess of the share of a model's most frequent answer over that of the most frequent"
                                + " true role.")
                .define(
                        MIN_ENTROPY,
                        Type.DOUBLE,
                        defaults.minEntropy(),
                        SHARE,
                        Importance.LOW,
                        "Minimum entropy of a model's answers, as a share of the entropy of the true roles.")
                .define(
                        RULES_TOLERANCE,
                        Type.DOUBLE,
                        defaults.rulesTolerance(),
                        SHARE,
                        Importance.MEDIUM,
                        "Maximum loss of the joint decision against the rules alone (lower bound of the difference),"
                                + " in accuracy and in macro-F1.")
                .define(
                        MAX_CALIBRATION_ERROR,
                        Type.DOUBLE,
                        defaults.maxCalibrationError(),
                        SHARE,
                        Importance.LOW,
                        "Maximum expected calibration error, after temperature scaling.");
    }

    /** The limits that the settings name. */
    public static GateLimits limits(Settings settings) {
        return new GateLimits(
                settings.integer(MIN_ITEMS),
                settings.integer(MIN_GOLD),
                settings.flag(REQUIRE_GOLD),
                settings.decimal(BASELINE_MARGIN),
                settings.integer(ROLE_MIN_ITEMS),
                settings.decimal(ROLE_MIN_RECALL),
                settings.decimal(SHARE_EXCESS),
                settings.decimal(MIN_ENTROPY),
                settings.decimal(RULES_TOLERANCE),
                settings.decimal(MAX_CALIBRATION_ERROR));
    }
}
