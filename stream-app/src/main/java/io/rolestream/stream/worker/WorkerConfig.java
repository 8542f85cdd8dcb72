package io.rolestream.stream.worker;

import io.rolestream.common.config.Keys;
import io.rolestream.models.artifact.VersionNames;
import java.util.Locale;
import org.apache.kafka.common.config.ConfigDef;

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
        Keys keys = new Keys(definitions);
        keys.nonEmpty(GROUP_ID, "rolestream-worker")
                .doc("Consumer group of the workers, which share the work. Workers of challengers have a group of their"
                        + " own, with `-challenger` behind this name.");
        keys.duration(COMMIT_INTERVAL, "75ms")
                .doc(
                        "How long a worker collects votes for one transaction, at most. It ends sooner where no resume waits.");
        keys.duration(STOP_TIMEOUT, "5s")
                .doc(
                        "How long a worker that is told to stop goes on with what it has begun; the rest is left to others.");
        keys.text(MODEL_NAME, "roberta", name(false))
                .doc("Which model a worker follows, and under which name it votes: the name in `labellers`.");
        keys.text(MODEL_STAGE, CHAMPION, ConfigDef.CaseInsensitiveValidString.in(CHAMPION, CHALLENGER))
                .doc("`champion`, or `challenger`: votes as NAME-challenger, which is recorded and decides nothing.");
        keys.text(MODEL_VERSION, "", name(true))
                .doc("Pins a worker to one version, whatever is promoted; empty follows the stage.");
        return definitions;
    }

    private static ConfigDef.Validator name(boolean optional) {
        String accepted = "letters, digits, '.', '_' and '-'";
        return Keys.checked(
                name -> {
                    if (!VersionNames.isName(name) && !(optional && name.isBlank())) {
                        throw new IllegalArgumentException("expected " + accepted);
                    }
                },
                accepted);
    }

    static boolean isChallenger(String stage) {
        return stage.toLowerCase(Locale.ROOT).equals(CHALLENGER);
    }
}
