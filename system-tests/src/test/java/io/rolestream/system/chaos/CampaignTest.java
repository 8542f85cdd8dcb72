package io.rolestream.system.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The campaign of {@code mvn verify -Pchaos}. System properties: {@code chaos.seed} repeats one, {@code chaos.faults},
 * {@code chaos.resumes} and {@code chaos.rate} (per second) scale it, {@code chaos.kinds} (names of {@link FaultKind},
 * separated by commas) narrows it. Clocks are set where libfaketime is installed.
 */
@Tag("chaos")
@Timeout(3_600)
class CampaignTest {
    @Test
    void shouldLabelEveryResumeOnceThroughAllFaults(@TempDir Path directory) throws Exception {
        long seed = Long.getLong("chaos.seed", System.nanoTime() & 0xfffff);
        int resumes = Integer.getInteger("chaos.resumes", 50_000);
        FaultPlan plan = FaultPlan.of(seed, Integer.getInteger("chaos.faults", 40), kinds());
        System.out.printf("chaos: to repeat, -Dchaos.seed=%d%n", seed);
        try (Campaign campaign = new Campaign(seed, resumes, Integer.getInteger("chaos.rate", 60), plan, directory)) {
            CampaignFindings findings = campaign.run();

            System.out.printf("chaos: %.1f minutes%n", campaign.elapsed().toSeconds() / 60.0);
            assertThat(findings).as("seed %d", seed).matches(CampaignFindings::isClean);
            assertThat(campaign.sent()).isEqualTo(resumes);
        }
    }

    private static Set<FaultKind> kinds() {
        String wanted = System.getProperty("chaos.kinds", "");
        Set<FaultKind> kinds = wanted.isEmpty()
                ? EnumSet.allOf(FaultKind.class)
                : Arrays.stream(wanted.split(",")).map(FaultKind::valueOf).collect(Collectors.toSet());
        if (!ChaosClock.isAvailable()) {
            System.out.println("chaos: no clock is set, because libfaketime is not installed");
            kinds.removeAll(Set.of(FaultKind.CLOCK_BACK, FaultKind.CLOCK_AHEAD));
        }
        return kinds;
    }
}
