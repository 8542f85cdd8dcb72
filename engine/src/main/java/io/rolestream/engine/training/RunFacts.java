package io.rolestream.engine.training;

import io.rolestream.engine.checkpoint.ModelConfig;
import io.rolestream.engine.model.EncoderFamily;
import io.rolestream.engine.model.GeneratorFamily;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Facts, by name, that must not change for a training to be resumed. The number of threads may change; the run then no
 * longer repeats bit for bit, since sums are rounded differently.
 */
record RunFacts(Map<String, String> facts) {
    private static final String PREFIX = "fact: ";

    RunFacts {
        facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
    }

    static RunFacts of(ModelConfig config, Objective objective, TrainingOptions options) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("objective", objective.head().name());
        facts.put(
                "model",
                objective.head().generates()
                        ? GeneratorFamily.of(config).trainingFacts(config)
                        : EncoderFamily.of(config).facts(config));
        facts.put("labels", objective.head().generates() ? "" : String.join(", ", config.labels()));
        facts.put("number of examples", Integer.toString(objective.size()));
        facts.put("examples", Long.toHexString(objective.fingerprint()));
        facts.putAll(objective.settings());
        facts.put("epochs", Integer.toString(options.schedule().epochs()));
        facts.put("batch size", Integer.toString(options.batching().batchSize()));
        facts.put(
                "batches that are sorted together",
                Integer.toString(options.batching().sortedBatches()));
        facts.put("tokens per pass", Integer.toString(options.batching().passTokens()));
        facts.put("learning rate", Double.toString(options.schedule().learningRate()));
        facts.put("warm-up", Double.toString(options.schedule().warmup()));
        facts.put("weight decay", options.optimizer().decayFact());
        facts.put("norm to clip at", Double.toString(options.optimizer().clipNorm()));
        facts.put("dropout", String.valueOf(options.dropout()));
        facts.put("seed", Long.toString(options.seed()));
        return new RunFacts(facts);
    }

    RunFacts with(Map<String, String> more) {
        Map<String, String> all = new LinkedHashMap<>(facts);
        all.putAll(more);
        return new RunFacts(all);
    }

    void writeTo(Map<String, String> metadata) {
        facts.forEach((name, value) -> metadata.put(PREFIX + name, value));
    }

    /** @throws TrainingException if a state file has other facts; the message names the first that differs */
    void check(Path file, Map<String, String> metadata) {
        facts.forEach((name, value) -> {
            String before = metadata.get(PREFIX + name);
            if (!value.equals(before)) {
                throw new TrainingException(file + " is of another training: its " + name + " was "
                        + (before == null ? "not recorded" : before) + ", and now it is " + value
                        + "; resume with the same settings, or start again with another state file");
            }
        });
    }
}
