package io.rolestream.benchmarks.pipeline;

import io.rolestream.benchmarks.pipeline.Options.Variant;
import io.rolestream.stream.StreamConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One way to run resumes through Kafka.
 *
 * @param settings of the labelling service; null runs none, and the resumes themselves are consumed
 * @param stubWork what the stand-in for a model takes for each batch; null runs none
 */
record Scenario(
        String name,
        @Nullable Map<String, String> settings,
        @Nullable Duration stubWork) {
    static final Scenario RAW = new Scenario("raw", null, null);

    /** The rules alone, without and with training examples, which are on by default. */
    static final Scenario RULES = labelling("rules", "rules", false, null);

    static final Scenario RULES_EXAMPLES = labelling("rules+examples", "rules", true, null);

    /** Rules and a model that answers at once. */
    static final Scenario VOTES = labelling("votes", "rules,stub", false, Duration.ZERO);

    static final Scenario VOTES_EXAMPLES = labelling("votes+examples", "rules,stub", true, Duration.ZERO);

    static final List<Scenario> THROUGHPUT = List.of(RAW, RULES, RULES_EXAMPLES, VOTES, VOTES_EXAMPLES);

    /** The defaults, with the rules alone and with a model that takes 20 ms for a batch. */
    static final List<Scenario> LATENCY =
            List.of(RULES_EXAMPLES, labelling("votes+examples, 20 ms", "rules,stub", true, Duration.ofMillis(20)));

    private static Scenario labelling(String name, String labellers, boolean examples, @Nullable Duration stubWork) {
        return new Scenario(
                name,
                Map.of(StreamConfig.LABELLERS, labellers, StreamConfig.TRAINING_EXAMPLES, String.valueOf(examples)),
                stubWork);
    }

    /** The chosen ones of these, each followed by its variants. */
    static List<Scenario> of(List<Scenario> all, Options options) {
        List<Scenario> chosen = new ArrayList<>();
        for (Scenario scenario : all) {
            if (options.scenarios().isEmpty() || options.scenarios().contains(scenario.name)) {
                chosen.add(scenario);
                options.variants().forEach(variant -> scenario.with(variant, chosen));
            }
        }
        return chosen;
    }

    private void with(Variant variant, List<Scenario> into) {
        if (settings == null) {
            return;
        }
        Map<String, String> changed = new LinkedHashMap<>(settings);
        for (String setting : variant.settings()) {
            int equals = setting.indexOf('=');
            changed.put(setting.substring(0, equals), setting.substring(equals + 1));
        }
        into.add(new Scenario(name + " (" + variant.name() + ")", changed, stubWork));
    }
}
