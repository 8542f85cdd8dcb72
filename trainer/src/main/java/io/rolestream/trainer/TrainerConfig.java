package io.rolestream.trainer;

import io.rolestream.common.config.Durations;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;

/** The keys of the trainer. */
public final class TrainerConfig {
    public static final String DATA_DIRECTORY = "trainer.data.directory";
    public static final String EXAMPLES_RETENTION = "examples.retention";
    public static final String EXAMPLES_MAX_PER_ROLE = "examples.max.per.role";

    private TrainerConfig() {}

    /** Adds the keys to a definition and returns it. */
    public static ConfigDef define(ConfigDef definitions) {
        return definitions
                .define(
                        DATA_DIRECTORY,
                        Type.STRING,
                        "~/.rolestream/trainer",
                        new ConfigDef.NonEmptyString(),
                        Importance.HIGH,
                        "Where the trainer keeps the examples that it has accumulated, texts among them; on a disk of this"
                                + " machine, and a directory of its own for each trainer. If it is lost, all that the"
                                + " topics still hold is read again.")
                .define(
                        EXAMPLES_RETENTION,
                        Type.STRING,
                        "365d",
                        Durations.VALIDATOR,
                        Importance.MEDIUM,
                        "How long after its resume was handed in an example is kept; 0d keeps it for good.")
                .define(
                        EXAMPLES_MAX_PER_ROLE,
                        Type.INT,
                        250_000,
                        ConfigDef.Range.between(0, Integer.MAX_VALUE),
                        Importance.MEDIUM,
                        "How many distinct texts are kept of each role that the rules vote for, and of those that they"
                                + " abstain on: the latest, and all that people corrected. 0 keeps them all.");
    }
}
