package io.rolestream.trainer.gate;

import io.rolestream.common.config.Keys;
import io.rolestream.common.config.Settings;
import io.rolestream.evaluation.verdict.GateLimits;
import org.apache.kafka.common.config.ConfigDef;

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

    private static final ConfigDef.Validator SHARE = Keys.between(0, 1);

    private GateConfig() {}

    /** Adds the keys to a definition and returns it. */
    public static ConfigDef define(ConfigDef definitions) {
        GateLimits defaults = GateLimits.defaults();
        Keys keys = new Keys(definitions);
        keys.integer(MIN_ITEMS, defaults.minItems(), 1, 1_000_000)
                .doc("Items with the rules' labels that a model must at least have been evaluated on, where people have"
                        + " labelled too few.");
        keys.integer(MIN_GOLD, defaults.minGold(), 1, 1_000_000)
                .doc(
                        "Items labelled by people from which on they, and not the rules' labels, are what a model is judged"
                                + " by.");
        keys.flag(REQUIRE_GOLD, defaults.requireGold())
                .doc("Fails every model that was evaluated on fewer items labelled by people than `gate.min.gold`."
                        + " Otherwise it may pass, and its verdict is marked as weak.");
        keys.decimal(BASELINE_MARGIN, defaults.baselineMargin(), SHARE)
                .doc(
                        "How far the lower bound of a model's macro-F1 must be above what answers score that do not depend on"
                                + " the text.");
        keys.integer(ROLE_MIN_ITEMS, defaults.roleMinItems(), 1, 1_000_000)
                .doc("Items of a role from which on its recall is judged.");
        keys.decimal(ROLE_MIN_RECALL, defaults.roleMinRecall(), SHARE)
                .doc("A role whose recall is lower has collapsed.");
        keys.decimal(SHARE_EXCESS, defaults.shareExcess(), SHARE)
                .doc("How much larger the share of a model's most frequent answer may be than that of the most frequent"
                        + " true role.");
        keys.decimal(MIN_ENTROPY, defaults.minEntropy(), SHARE)
                .doc("The least entropy of a model's answers, as a share of that of the true roles.");
        keys.decimal(RULES_TOLERANCE, defaults.rulesTolerance(), SHARE)
                .doc(
                        "How far below the rules alone the joint decision could be at worst (lower bound of the difference),"
                                + " in accuracy and in macro-F1.");
        keys.decimal(MAX_CALIBRATION_ERROR, defaults.maxCalibrationError(), SHARE)
                .doc("The greatest expected calibration error, after the temperature.");
        return definitions;
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
