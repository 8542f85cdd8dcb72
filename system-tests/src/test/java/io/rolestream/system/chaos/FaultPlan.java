package io.rolestream.system.chaos;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** The faults of a campaign, in order. The same for the same seed and kinds; each kind occurs before one repeats. */
final class FaultPlan {
    private static final int MOST_CALM_MILLIS = 12_000;
    private static final int LEAST_MILLIS = 3_000;
    private static final int MOST_MILLIS = 12_000;

    private final List<PlannedFault> faults;

    /**
     * One fault.
     *
     * @param calm time before it
     * @param duration for those that last
     * @param target which of several processes it hits, at least 0, to be taken modulo their number
     */
    record PlannedFault(FaultKind kind, Duration calm, Duration duration, int target) {}

    private FaultPlan(List<PlannedFault> faults) {
        this.faults = List.copyOf(faults);
    }

    /** @param kinds to choose from, at least one */
    static FaultPlan of(long seed, int count, Set<FaultKind> kinds) {
        Random random = new Random(seed);
        List<PlannedFault> faults = new ArrayList<>();
        List<FaultKind> round = new ArrayList<>();
        while (faults.size() < count) {
            if (round.isEmpty()) {
                round.addAll(EnumSet.copyOf(kinds));
                Collections.shuffle(round, random);
            }
            faults.add(new PlannedFault(
                    round.remove(0),
                    Duration.ofMillis(random.nextInt(MOST_CALM_MILLIS)),
                    Duration.ofMillis(random.nextInt(LEAST_MILLIS, MOST_MILLIS)),
                    random.nextInt(1_000)));
        }
        return new FaultPlan(faults);
    }

    List<PlannedFault> faults() {
        return faults;
    }

    boolean setsClocks() {
        return faults.stream()
                .anyMatch(fault -> fault.kind() == FaultKind.CLOCK_BACK || fault.kind() == FaultKind.CLOCK_AHEAD);
    }
}
