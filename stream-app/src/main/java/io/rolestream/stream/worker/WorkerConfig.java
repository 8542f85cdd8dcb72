package io.rolestream.stream.worker;

import io.rolestream.common.config.ConfigurationException;
import io.rolestream.common.config.ConnectionConfig;
import io.rolestream.common.config.Keys;
import io.rolestream.common.config.Settings;
import io.rolestream.common.config.TracingConfig;
import io.rolestream.common.reading.OwnGroup;
import io.rolestream.labellers.LabellerSpec;
import io.rolestream.models.artifact.VersionNames;
import io.rolestream.stream.StreamConfig;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.kafka.common.config.ConfigDef;

/** The keys of the model worker. */
public final class WorkerConfig {
    public static final String GROUP_ID = "worker.group.id";
    public static final String COMMIT_INTERVAL = "worker.commit.interval";
    public static final String STOP_TIMEOUT = "worker.stop.timeout";
    public static final String MODEL_NAME = "model.name";
    public static final String MODEL_STAGE = "model.stage";
    public static final String MODEL_VERSION = "model.version";
    public static final String LABELLER = "worker.labeller";
    public static final String LABELLER_NAME = "worker.labeller.name";

    static final String CHAMPION = "champion";
    static final String CHALLENGER = "challenger";

    /** Names of other voters, or of their groups. */
    private static final Set<String> RESERVED = Set.of("rules", "human", CHALLENGER);

    private WorkerConfig() {}

    /** Adds the keys to a definition and returns it. */
    public static ConfigDef define(ConfigDef definitions) {
        Keys keys = new Keys(definitions);
        keys.prefixed(GROUP_ID, "rolestream-worker")
                .doc("Consumer group of the workers, which share the work. Workers with the challenger use this"
                        + " name followed by `-challenger`, and those with a `worker.labeller` followed by `-` and its"
                        + " name. The default begins with `topic.prefix`.");
        keys.duration(COMMIT_INTERVAL, "75ms")
                .doc("Maximum time for which a worker collects votes into one transaction. It commits earlier if"
                        + " no more resumes are waiting.");
        keys.duration(STOP_TIMEOUT, "5s")
                .doc("How long a worker that is stopping may take to finish the resumes it has begun. Other"
                        + " workers do the rest.");
        keys.text(MODEL_NAME, "roberta", name(false))
                .doc("The model that a worker runs, and the labeller name under which it votes, as in `labellers`.");
        keys.text(MODEL_STAGE, CHAMPION, ConfigDef.CaseInsensitiveValidString.in(CHAMPION, CHALLENGER))
                .doc("`champion`, or `challenger`, which votes as NAME-challenger; those votes are recorded but do"
                        + " not count.");
        keys.text(MODEL_VERSION, "", name(true))
                .doc("Pins a worker to a version, whichever is promoted; empty follows the stage.");
        keys.text(LABELLER, "", Keys.checked(WorkerConfig::requireLabeller, "KIND or KIND:WHERE, or nothing"))
                .doc("A labeller that votes instead of the announced versions, such as `zero-shot:DIR` or"
                        + " `rules:FILE`. Empty votes with the model of `model.name`.");
        keys.text(LABELLER_NAME, "", name(true))
                .doc(
                        "The name on the votes of `worker.labeller`, as in `labellers` or `labellers.observed`. Empty takes"
                                + " what comes before the colon.");
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

    private static void requireLabeller(String spec) {
        if (!spec.isBlank()) {
            LabellerSpec.parse(spec);
        }
    }

    /** @throws ConfigurationException if settings contradict each other */
    public static WorkerSettings settings(Settings settings) {
        return new WorkerSettings(
                new WorkerSettings.Member(
                        OwnGroup.of(GROUP_ID, settings.string(GROUP_ID), settings.unprefixed(List.of(GROUP_ID))),
                        settings.optionalString(StreamConfig.INSTANCE_ID)),
                voter(settings),
                settings.duration(COMMIT_INTERVAL),
                new WorkerSettings.Limits(
                        settings.duration(STOP_TIMEOUT), settings.duration(StreamConfig.LIVENESS_TIMEOUT)),
                settings.integer(ConnectionConfig.RESUME_MAX_CHARS),
                TracingConfig.settings(settings));
    }

    private static Voter voter(Settings settings) {
        boolean challenger =
                settings.string(MODEL_STAGE).toLowerCase(Locale.ROOT).equals(CHALLENGER);
        String version = settings.optionalString(MODEL_VERSION);
        String spec = settings.optionalString(LABELLER);
        String name = settings.optionalString(LABELLER_NAME);
        if (spec == null) {
            if (name != null) {
                throw new ConfigurationException(
                        LABELLER_NAME + "=" + name + " needs a " + LABELLER + "; models vote as " + MODEL_NAME);
            }
            return new Voter.Announced(settings.string(MODEL_NAME), challenger, version);
        }
        if (challenger || version != null) {
            throw new ConfigurationException("%s=%s excludes %s: it votes instead of announced versions"
                    .formatted(LABELLER, spec, challenger ? MODEL_STAGE + "=" + CHALLENGER : MODEL_VERSION));
        }
        LabellerSpec labeller = LabellerSpec.parse(spec);
        String voting = name == null ? labeller.kind() : name;
        if (RESERVED.contains(voting) || !VersionNames.isName(voting)) {
            throw new ConfigurationException("%s=%s cannot vote as %s%s; give it another name with %s"
                    .formatted(
                            LABELLER,
                            spec,
                            voting,
                            RESERVED.contains(voting) ? ", which is reserved" : "",
                            LABELLER_NAME));
        }
        return new Voter.Fixed(labeller, voting);
    }
}
