package io.rolestream.system.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolestream.system.chaos.FaultPlan.PlannedFault;
import java.util.EnumSet;
import org.junit.jupiter.api.Test;

class FaultPlanTest {
    private static final EnumSet<FaultKind> ALL = EnumSet.allOf(FaultKind.class);

    @Test
    void shouldRepeatTheFaultsOfASeed() {
        assertThat(FaultPlan.of(7, 40, ALL).faults())
                .isEqualTo(FaultPlan.of(7, 40, ALL).faults())
                .isNotEqualTo(FaultPlan.of(8, 40, ALL).faults());
    }

    @Test
    void shouldCauseEveryKindBeforeOneRepeats() {
        assertThat(FaultPlan.of(7, ALL.size(), ALL).faults())
                .extracting(PlannedFault::kind)
                .containsExactlyInAnyOrderElementsOf(ALL);
    }

    @Test
    void shouldCauseNoOtherKinds() {
        assertThat(FaultPlan.of(7, 20, EnumSet.of(FaultKind.KILL_BROKER)).faults())
                .extracting(PlannedFault::kind)
                .containsOnly(FaultKind.KILL_BROKER);
    }
}
