package io.rolestream.trainer.gate;

import io.rolestream.common.config.Keys;
import io.rolestream.common.config.Settings;
import io.rolestream.evaluation.verdict.GateLimits;
import org.apache.kafka.common.config.ConfigDef;

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

    public static ConfigDef define(ConfigDef definitions) {
        GateLimits defaults = GateLimits.defaults();
        Keys keys = new Keys(definitions);
        keys.integer(MIN_ITEMS, defaults.items().silver(), 1, 1_000_000)
                .doc("Minimum number of items labelled by the rules in a model's evaluation. It applies if too few"
                        + " are labelled by people.");
        keys.integer(MIN_GOLD, defaults.items().gold(), 1, 1_000_000)
                .doc("Minimum number of items labelled by people for the gate to judge by them instead of by the"
                        + " rules' labels, and for a version to replace a champion.");
        keys.flag(REQUIRE_GOLD, defaults.items().requireGold())
                .doc("Fails every model with fewer than `gate.min.gold` items labelled by people in its"
                        + " evaluation. If false, such a model may pass, with a verdict marked as weak.");
        keys.decimal(BASELINE_MARGIN, defaults.baselineMargin(), SHARE)
                .doc("Minimum margin of the lower bound of a model's macro-F1 over the best predictor that ignores"
                        + " the text.");
        keys.integer(ROLE_MIN_ITEMS, defaults.roles().minItems(), 1, 1_000_000)
                .doc("Minimum number of items of a role for its recall to be judged.");
        keys.decimal(ROLE_MIN_RECALL, defaults.roles().minRecall(), SHARE)
                .doc(
                        "Minimum recall of each role; a role whose 95 % interval lies below it has collapsed, if that of the"
                                + " joint decision does too.");
        keys.decimal(SHARE_EXCESS, defaults.variety().shareExcess(), SHARE)
                .doc("Maximum excess of the share of a model's most frequent answer over that of the most frequent"
                        + " true role.");
        keys.decimal(MIN_ENTROPY, defaults.variety().minEntropy(), SHARE)
                .doc("Minimum entropy of a model's answers, as a share of the entropy of the true roles.");
        keys.decimal(RULES_TOLERANCE, defaults.rulesTolerance(), SHARE)
                .doc("Maximum loss of the joint decision against the rules alone (lower bound of the difference),"
                        + " in accuracy and in macro-F1.");
        keys.decimal(MAX_CALIBRATION_ERROR, defaults.maxCalibrationError(), SHARE)
                .doc("Maximum expected calibration error, of the model's confidence and of the joint decision's.");
        return definitions;
    }

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
