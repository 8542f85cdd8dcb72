package io.rolestream.trainer.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolestream.common.config.ConfigurationException;
import io.rolestream.common.config.Settings;
import io.rolestream.evaluation.verdict.GateLimits;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GateConfigTest {
    @Test
    void shouldHaveTheDefaultLimits() {
        assertThat(GateConfig.limits(settings(Map.of()))).isEqualTo(GateLimits.defaults());
    }

    @Test
    void shouldReadEveryLimit() {
        Settings settings = settings(Map.of(
                GateConfig.MIN_ITEMS, "1",
                GateConfig.MIN_GOLD, "2",
                GateConfig.REQUIRE_GOLD, "true",
                GateConfig.BASELINE_MARGIN, "0.3",
                GateConfig.ROLE_MIN_ITEMS, "4",
                GateConfig.ROLE_MIN_RECALL, "0.5",
                GateConfig.SHARE_EXCESS, "0.6",
                GateConfig.MIN_ENTROPY, "0.7",
                GateConfig.RULES_TOLERANCE, "0.8",
                GateConfig.MAX_CALIBRATION_ERROR, "0.9"));

        assertThat(GateConfig.limits(settings))
                .isEqualTo(new GateLimits(
                        new GateLimits.Items(1, 2, true),
                        0.3,
                        new GateLimits.Roles(4, 0.5),
                        new GateLimits.Variety(0.6, 0.7),
                        0.8,
                        0.9));
    }

    @ParameterizedTest
    @CsvSource({
        "gate.min.items, 0",
        "gate.baseline.margin, 1.1",
        "gate.role.min.recall, -0.1",
        "gate.max.calibration.error, NaN"
    })
    void shouldRefuseWhatIsOutOfRange(String key, String value) {
        assertThatThrownBy(() -> settings(Map.of(key, value)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(key);
    }

    @Test
    void shouldRefuseLimitsOutOfRange() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new GateLimits(
                        new GateLimits.Items(1, 1, false),
                        0,
                        new GateLimits.Roles(1, Double.NaN),
                        new GateLimits.Variety(0, 0),
                        0,
                        0))
                .withMessage("the least recall must be 0 to 1, not NaN");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new GateLimits(
                        new GateLimits.Items(0, 1, false),
                        0,
                        new GateLimits.Roles(1, 0),
                        new GateLimits.Variety(0, 0),
                        0,
                        0));
    }

    private static Settings settings(Map<String, String> values) {
        return Settings.of(GateConfig.define(new ConfigDef()), values);
    }
}
