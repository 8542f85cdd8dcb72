package io.rolestream.stream.worker;

import io.rolestream.common.config.Durations;
import io.rolestream.models.artifact.VersionNames;
import java.util.Locale;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigException;

/** The keys of the model worker. */
public final class WorkerConfig {
    public static final String GROUP_ID = "worker.group.id";
    public static final String COMMIT_INTERVAL = "worker.commit.interval";
    public static final String STOP_TIMEOUT = "worker.stop.timeout";
    public static final String MODEL_NAME = "model.name";
    public static final String MODEL_STAGE = "model.stage";
    public static final String MODEL_VERSION = "model.version";

    static final String CHAMPION = "champion";
    static final String CHALLENGER = "challenger";

    private WorkerConfig() {}

    /** Adds the keys to a definition and returns it. */
    public static ConfigDef define(ConfigDef definitions) {
        return definitions
                .define(
                        GROUP_ID,
                        Type.STRING,
                        "rolestream-worker",
                        new ConfigDef.NonEmptyString(),
                        Importance.MEDIUM,
                        "Consumer group of the workers, which share the work. Workers with the challenger use this"
                                + " name followed by `-challenger`.")
                .define(
                        COMMIT_INTERVAL,
                        Type.STRING,
                        "75ms",
                        Durations.VALIDATOR,
                        Importance.LOW,
                        "Maximum time for which a worker collects votes into one transaction. It commits earlier if"
                                + " no more resumes are waiting.")
                .define(
                        STOP_TIMEOUT,
                        Type.STRING,
                        "5s",
                        Durations.VALIDATOR,
                        Importance.LOW,
                        "How long a worker that is stopping may take to finish the resumes it has begun. Other"
                                + " workers do the rest.")
                .define(
                        MODEL_NAME,
                        Type.STRING,
                        "roberta",
                        name(false),
                        Importance.HIGH,
                        "The model that a worker runs, and the labeller name under which it votes, as in `labellers`.")
                .define(
                        MODEL_STAGE,
                        Type.STRING,
                        CHAMPION,
                        ConfigDef.CaseInsensitiveValidString.in(CHAMPION, CHALLENGER),
                        Importance.MEDIUM,
                        "`champion`, or `challenger`, which votes as NAME-challenger; those votes are recorded but do"
                                + " not count.")
                .define(
                        MODEL_VERSION,
                        Type.STRING,
                        "",
                        name(true),
                        Importance.MEDIUM,
                        "Pins a worker to a version, whichever is promoted; empty follows the stage.");
    }

    private static ConfigDef.Validator name(boolean optional) {
        return ConfigDef.LambdaValidator.with(
                (key, value) -> {
                    String name = value.toString();
                    if (!VersionNames.isName(name) && !(optional && name.isBlank())) {
                        throw new ConfigException(key, value, "expected letters, digits, '.', '_' and '-'");
                    }
                },
                () -> "letters, digits, '.', '_' and '-'");
    }

    static boolean isChallenger(String stage) {
        return stage.toLowerCase(Locale.ROOT).equals(CHALLENGER);
    }
}
