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
                        "Consumer group of the workers, which share the work. Workers of challengers have a group of their"
                                + " own, with `-challenger` behind this name.")
                .define(
                        COMMIT_INTERVAL,
                        Type.STRING,
                        "75ms",
                        Durations.VALIDATOR,
                        Importance.LOW,
                        "How long a worker collects votes for one transaction, at most. It ends sooner where no resume waits.")
                .define(
                        STOP_TIMEOUT,
                        Type.STRING,
                        "5s",
                        Durations.VALIDATOR,
                        Importance.LOW,
                        "How long a worker that is told to stop goes on with what it has begun; the rest is left to others.")
                .define(
                        MODEL_NAME,
                        Type.STRING,
                        "roberta",
                        name(false),
                        Importance.HIGH,
                        "Which model a worker follows, and under which name it votes: the name in `labellers`.")
                .define(
                        MODEL_STAGE,
                        Type.STRING,
                        CHAMPION,
                        ConfigDef.CaseInsensitiveValidString.in(CHAMPION, CHALLENGER),
                        Importance.MEDIUM,
                        "`champion`, or `challenger`: votes as NAME-challenger, which is recorded and decides nothing.")
                .define(
                        MODEL_VERSION,
                        Type.STRING,
                        "",
                        name(true),
                        Importance.MEDIUM,
                        "Pins a worker to one version, whatever is promoted; empty follows the stage.");
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
