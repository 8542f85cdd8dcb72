package io.rolestream.common.clients.robust;

import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Breaks off the polls of all consumers after the wall clock was set back. One thread for the process looks. */
final class ClockWatch {
    private static final Set<RobustConsumer<?>> CONSUMERS =
            Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

    static {
        ClockSteps clock = new ClockSteps();
        var unused = Executors.newSingleThreadScheduledExecutor(work -> {
                    Thread thread = new Thread(work, "consumers-clock-watch");
                    thread.setDaemon(true);
                    return thread;
                })
                .scheduleWithFixedDelay(() -> look(clock), 1, 1, TimeUnit.SECONDS);
    }

    private ClockWatch() {}

    static void add(RobustConsumer<?> consumer) {
        CONSUMERS.add(consumer);
    }

    private static void look(ClockSteps clock) {
        if (!clock.setBack().isZero()) {
            List<RobustConsumer<?>> present = List.copyOf(CONSUMERS);
            present.forEach(RobustConsumer::breakOff);
        }
    }
}
