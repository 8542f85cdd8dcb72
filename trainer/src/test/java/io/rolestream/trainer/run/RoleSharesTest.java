package io.rolestream.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.junit.jupiter.api.Test;

class RoleSharesTest {
    private static final RoleShares EVEN = RoleShares.of(Map.of("X", 50L, "Y", 50L));

    @Test
    void shouldComputeTheStabilityIndexByItsFormula() {
        RoleShares other = RoleShares.of(Map.of("X", 30L, "Y", 70L));
        double expected = (0.3 - 0.5) * Math.log(0.3 / 0.5) + (0.7 - 0.5) * Math.log(0.7 / 0.5);
        assertThat(other.stabilityIndex(EVEN)).isEqualTo(expected, within(1e-12));
        assertThat(EVEN.stabilityIndex(EVEN)).isZero();
    }

    @Test
    void shouldStayFiniteWhereARoleIsNewOrGone() {
        assertThat(RoleShares.of(Map.of("Z", 1L)).stabilityIndex(EVEN))
                .isFinite()
                .isGreaterThan(1);
    }

    @Test
    void shouldReadBackWhatAVersionsMetricsSay() {
        RoleShares shares = RoleShares.of(Map.of("Data Engineer", 1L, "", 3L));
        assertThat(shares.metrics())
                .containsEntry("input.share.Data Engineer", 0.25)
                .containsEntry("input.share.none", 0.75);
        assertThat(RoleShares.ofMetrics(shares.metrics())).isEqualTo(shares);
        assertThat(RoleShares.ofMetrics(Map.of("gold.accuracy", 0.5)).isEmpty()).isTrue();
    }
}
