package io.rolestream.trainer;

import io.rolestream.common.config.Keys;
import org.apache.kafka.common.config.ConfigDef;

public final class TrainerConfig {
    public static final String DATA_DIRECTORY = "trainer.data.directory";
    public static final String EXAMPLES_RETENTION = "examples.retention";
    public static final String EXAMPLES_MAX_PER_ROLE = "examples.max.per.role";

    private TrainerConfig() {}

    public static ConfigDef define(ConfigDef definitions) {
        Keys keys = new Keys(definitions);
        keys.prefixed(DATA_DIRECTORY, "~/.rolestream/trainer")
                .doc("Directory in which the trainer keeps its examples, including their texts: a local disk, and"
                        + " a separate directory for each trainer. If it is lost, the trainer reads again"
                        + " what the topics still hold. The last element of the default begins with"
                        + " `topic.prefix`.");
        keys.duration(EXAMPLES_RETENTION, "365d")
                .doc("How long an example is kept after its resume was submitted; 0d keeps it permanently.");
        keys.integer(EXAMPLES_MAX_PER_ROLE, 250_000, 0, Integer.MAX_VALUE)
                .doc("Maximum number of distinct texts per role (as voted by the rules) and of texts on which the"
                        + " rules abstain. The latest are kept, as are all corrected ones. 0 for no limit.");
        return definitions;
    }
}
