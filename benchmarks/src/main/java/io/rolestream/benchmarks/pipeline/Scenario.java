package io.rolestream.benchmarks.pipeline;

import io.rolestream.benchmarks.pipeline.Crew.Voters;
import io.rolestream.benchmarks.pipeline.StubModel.Cost;
import io.rolestream.schemas.topics.TopicCatalogue;
import io.rolestream.stream.StreamConfig;
import io.rolestream.stream.worker.WorkerConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One way to run resumes through Kafka.
 *
 * @param partitions of each topic
 * @param settings of the labelling service and the workers; null to run none and consume the resumes themselves
 * @param voters the models that vote beside the rules; null for none
 */
record Scenario(
        String name,
        int partitions,
        @Nullable Map<String, String> settings,
        @Nullable Voters voters) {
    private static final int PARTITIONS = TopicCatalogue.DEFAULT_PARTITIONS;
    private static final int MANY_PARTITIONS = 8;

    /** Texts per second of each worker's device when scaling is measured. */
    static final int DEVICE_RATE = 800;

    private static final int DEVICE_BATCH = 32;

    static final Scenario RAW = new Scenario("raw", PARTITIONS, null, null);

    /** The rules alone, without and with training examples, which are on by default. */
    static final Scenario RULES = labelling("rules", PARTITIONS, false, null);

    static final Scenario RULES_EXAMPLES = labelling("rules+examples", PARTITIONS, true, null);

    /** Rules and a worker whose model answers immediately. */
    static final Scenario VOTES = labelling("votes", PARTITIONS, false, Voters.stubs(1, Cost.NOTHING));

    static final Scenario VOTES_EXAMPLES = labelling("votes+examples", PARTITIONS, true, Voters.stubs(1, Cost.NOTHING));

    static final List<Scenario> THROUGHPUT = List.of(RAW, RULES, RULES_EXAMPLES, VOTES, VOTES_EXAMPLES);

    /** The defaults, with the rules alone and with a model that takes 20 ms for a batch. */
    static final List<Scenario> LATENCY = List.of(
            RULES_EXAMPLES,
            labelling("votes+examples+20ms", PARTITIONS, true, Voters.stubs(1, new Cost(256, Duration.ofMillis(20)))));

    /** Workers with a device of {@link #DEVICE_RATE} each. */
    static final List<Scenario> SCALING =
            Stream.of(1, 2, 4).map(Scenario::scaling).toList();

    private static Scenario scaling(int workers) {
        return labelling(
                workers == 1 ? "1 worker" : workers + " workers",
                MANY_PARTITIONS,
                true,
                Voters.stubs(
                        workers,
                        new Cost(DEVICE_BATCH, Duration.ofSeconds(DEVICE_BATCH).dividedBy(DEVICE_RATE))));
    }

    /** The defaults with these voters, and a deadline that no resume reaches. */
    static Scenario patient(String name, Voters voters) {
        return labelling(name, PARTITIONS, true, voters).with(name, Map.of(StreamConfig.LABEL_DEADLINE, "1h"));
    }

    private static Scenario labelling(String name, int partitions, boolean examples, @Nullable Voters voters) {
        Map<String, String> settings = new HashMap<>();
        settings.put(StreamConfig.TRAINING_EXAMPLES, String.valueOf(examples));
        settings.put(StreamConfig.LABELLERS, voters == null ? "rules" : "rules," + voters.labeller());
        if (voters != null) {
            settings.put(WorkerConfig.MODEL_NAME, voters.labeller());
        }
        return new Scenario(name, partitions, Map.copyOf(settings), voters);
    }

    int workers() {
        return voters == null ? 0 : voters.workers();
    }

    /** The scenarios chosen by the options, each followed by its variants. */
    static List<Scenario> of(List<Scenario> all, Options options) {
        List<Scenario> chosen = new ArrayList<>();
        for (Scenario scenario : all) {
            if (options.scenarios.isEmpty() || options.scenarios.contains(scenario.name)) {
                chosen.add(scenario);
                if (scenario.settings != null) {
                    options.variants().forEach((variant, changes) -> chosen.add(scenario.with(variant, changes)));
                }
            }
        }
        return chosen;
    }

    private Scenario with(String variant, List<String> kafkaSettings) {
        Map<String, String> changes = new HashMap<>();
        for (String setting : kafkaSettings) {
            int equals = setting.indexOf('=');
            changes.put(setting.substring(0, equals), setting.substring(equals + 1));
        }
        return with(name + " (" + variant + ")", changes);
    }

    private Scenario with(String newName, Map<String, String> changes) {
        Map<String, String> changed = settings == null ? new HashMap<>() : new HashMap<>(settings);
        changed.putAll(changes);
        return new Scenario(newName, partitions, changed, voters);
    }
}
