package io.rolestream.stream;

import io.rolestream.common.config.Durations;
import io.rolestream.rules.decision.Combination;
import java.nio.file.Path;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigException;

/** The keys of the labelling service. */
public final class StreamConfig {
    public static final String APPLICATION_ID = "application.id";
    public static final String INSTANCE_ID = "instance.id";
    public static final String STATE_DIRECTORY = "state.directory";
    public static final String STREAM_THREADS = "stream.threads";
    public static final String LABELLERS = "labellers";
    public static final String RULES = "rules";
    public static final String RULES_FOLLOW = "rules.follow";
    public static final String TAXONOMY = "taxonomy";
    public static final String DECISION_POLICY = "decision.policy";
    public static final String LABEL_DEADLINE = "label.deadline";
    public static final String EARLY_VOTE_RETENTION = "early.vote.retention";
    public static final String CURRENT_LABEL_RETENTION = "current.label.retention";
    public static final String EXCERPT_CHARS = "disagreement.excerpt.chars";
    public static final String TRAINING_EXAMPLES = "training.examples";
    public static final String RESUME_MAX_CHARS = "resume.max.chars";

    private StreamConfig() {}

    /** Adds the keys to a definition and returns it. */
    public static ConfigDef define(ConfigDef definitions) {
        return definitions
                .define(
                        APPLICATION_ID,
                        Type.STRING,
                        "rolestream-stream",
                        new ConfigDef.NonEmptyString(),
                        Importance.MEDIUM,
                        "Consumer group, and prefix of the internal topics. Instances with the same id share the work.")
                .define(
                        INSTANCE_ID,
                        Type.STRING,
                        "",
                        Importance.MEDIUM,
                        "Unique name of the instance, unchanged by restarts (such as a StatefulSet's pod name). It"
                                + " enables static membership, so that a restart causes no rebalance. Empty disables"
                                + " it.")
                .define(
                        STATE_DIRECTORY,
                        Type.STRING,
                        Path.of(System.getProperty("user.home"), ".rolestream", "state")
                                .toString()
                                .replace(System.getProperty("user.home"), "~"),
                        new ConfigDef.NonEmptyString(),
                        Importance.HIGH,
                        "Directory in which the instance keeps its state across restarts; each instance needs its own.")
                .define(
                        STREAM_THREADS,
                        Type.INT,
                        0,
                        ConfigDef.Range.between(0, 1024),
                        Importance.MEDIUM,
                        "Threads that label; 0 for one per processor. Threads beyond the number of partitions stay"
                                + " idle.")
                .define(
                        LABELLERS,
                        Type.STRING,
                        "rules",
                        ConfigDef.LambdaValidator.with(
                                (name, value) -> {
                                    if (!value.toString().strip().matches("rules(\\s*,\\s*[A-Za-z0-9._-]+)?")) {
                                        throw new ConfigException(name, value, "expected \"rules\" or \"rules,NAME\"");
                                    }
                                },
                                () -> "`rules`, or `rules,NAME` with the name of a model"),
                        Importance.HIGH,
                        "Labellers whose votes make a label. With `rules` alone, labels come at once; with"
                                + " `rules,roberta`, each resume awaits the model's vote until the deadline.")
                .define(
                        RULES,
                        Type.STRING,
                        "default",
                        new ConfigDef.NonEmptyString(),
                        Importance.HIGH,
                        "Rule set: `default`, `notebook` or a YAML file.")
                .define(
                        RULES_FOLLOW,
                        Type.BOOLEAN,
                        true,
                        Importance.MEDIUM,
                        "Votes with the rule set that the champion of the model in `labellers` carries, if any, and"
                                + " switches to a new champion's rule set without a pause. Rule sets are downloaded"
                                + " from `model.store`. Without a model in `labellers`, and until such a rule set is"
                                + " loaded, `rules` votes.")
                .define(
                        TAXONOMY,
                        Type.STRING,
                        "",
                        Importance.MEDIUM,
                        "YAML file with the roles; empty for the standard fourteen.")
                .define(
                        DECISION_POLICY,
                        Type.STRING,
                        "joint",
                        ConfigDef.LambdaValidator.with(
                                (name, value) -> {
                                    try {
                                        Combination.parse(value.toString());
                                    } catch (IllegalArgumentException e) {
                                        throw new ConfigException(name, value, e.getMessage());
                                    }
                                },
                                () -> Combination.ACCEPTED),
                        Importance.HIGH,
                        "How the votes of rules and model become a decision. A person's answer overrides both.")
                .define(
                        LABEL_DEADLINE,
                        Type.STRING,
                        "30s",
                        Durations.VALIDATOR,
                        Importance.HIGH,
                        "How long a resume awaits the model's vote. After that, the rules alone decide, and the label"
                                + " is marked as degraded.")
                .define(
                        EARLY_VOTE_RETENTION,
                        Type.STRING,
                        "1h",
                        Durations.VALIDATOR,
                        Importance.LOW,
                        "How long a model vote that arrives before its resume is kept; at least the deadline.")
                .define(
                        CURRENT_LABEL_RETENTION,
                        Type.STRING,
                        "90d",
                        Durations.VALIDATOR,
                        Importance.MEDIUM,
                        "How long the current label of a resume is kept, to drop duplicates, count revisions and"
                                + " answer look-ups.")
                .define(
                        EXCERPT_CHARS,
                        Type.INT,
                        280,
                        ConfigDef.Range.between(0, 10_000),
                        Importance.MEDIUM,
                        "Number of characters of a resume's text that a disagreement quotes; 0 quotes nothing.")
                .define(
                        TRAINING_EXAMPLES,
                        Type.BOOLEAN,
                        true,
                        Importance.MEDIUM,
                        "Writes each new text and the rules' vote on it to `training-examples`, for the trainer.")
                .define(
                        RESUME_MAX_CHARS,
                        Type.INT,
                        250_000,
                        ConfigDef.Range.between(100, 500_000),
                        Importance.LOW,
                        "Maximum length of a text in characters; longer texts become dead letters.");
    }
}
