package io.rolestream.stream.describing;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.rolestream.common.metrics.Metric;
import io.rolestream.events.DescriptionOutcome;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** The meters of a generator. */
final class DescribingMeters {
    private final Map<DescriptionOutcome, Counter> descriptions = new EnumMap<>(DescriptionOutcome.class);
    private final Counter tokens;
    private final Counter swaps;
    private final Counter restarts;

    DescribingMeters(MeterRegistry registry) {
        for (DescriptionOutcome outcome : DescriptionOutcome.values()) {
            if (outcome != DescriptionOutcome.UNKNOWN) {
                descriptions.put(outcome, Metric.DESCRIPTIONS.counter(registry, code(outcome)));
            }
        }
        tokens = Metric.GENERATED_TOKENS.counter(registry);
        swaps = Metric.GENERATOR_SWAPS.counter(registry);
        restarts = Metric.GENERATOR_RESTARTS.counter(registry);
    }

    private static String code(DescriptionOutcome outcome) {
        return outcome.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    void described(Draft draft) {
        Counter counter = descriptions.get(draft.outcome());
        if (counter != null) {
            counter.increment();
        }
        tokens.increment(draft.tokens());
    }

    void swapped() {
        swaps.increment();
    }

    void startedOver() {
        restarts.increment();
    }
}
