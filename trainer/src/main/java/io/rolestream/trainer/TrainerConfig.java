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
                        "Directory in which the trainer keeps its examples, including their texts: a local disk, and"
                                + " a separate directory for each trainer. If it is lost, the trainer reads again"
                                + " what the topics still hold.")
                .define(
                        EXAMPLES_RETENTION,
                        Type.STRING,
                        "365d",
                        Durations.VALIDATOR,
                        Importance.MEDIUM,
                        "How long an example is kept after its resume was submitted; 0d keeps it permanently.")
                .define(
                        EXAMPLES_MAX_PER_ROLE,
                        Type.INT,
                        250_000,
                        ConfigDef.Range.between(0, Integer.MAX_VALUE),
                        Importance.MEDIUM,
                        "Maximum number of distinct texts per role (as voted by the rules) and of texts on which the"
                                + " rules abstain. The latest are kept, as are all corrected ones. 0 for no limit.");
    }
}
