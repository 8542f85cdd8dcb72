package io.rolestream.trainer;

import io.rolestream.common.config.Keys;
import org.apache.kafka.common.config.ConfigDef;

/** The keys of the trainer. */
public final class TrainerConfig {
    public static final String DATA_DIRECTORY = "trainer.data.directory";
    public static final String EXAMPLES_RETENTION = "examples.retention";
    public static final String EXAMPLES_MAX_PER_ROLE = "examples.max.per.role";

    private TrainerConfig() {}

    /** Adds the keys to a definition and returns it. */
    public static ConfigDef define(ConfigDef definitions) {
        Keys keys = new Keys(definitions);
        keys.nonEmpty(DATA_DIRECTORY, "~/.rolestream/trainer")
                .doc("Where the trainer keeps the examples that it has accumulated, texts among them; on a disk of this"
                        + " machine, and a directory of its own for each trainer. If it is lost, all that the"
                        + " topics still hold is read again.");
        keys.duration(EXAMPLES_RETENTION, "365d")
                .doc("How long after its resume was handed in an example is kept; 0d keeps it for good.");
        keys.integer(EXAMPLES_MAX_PER_ROLE, 250_000, 0, Integer.MAX_VALUE)
                .doc("How many distinct texts are kept of each role that the rules vote for, and of those that they"
                        + " abstain on: the latest, and all that people corrected. 0 keeps them all.");
        return definitions;
    }
}
