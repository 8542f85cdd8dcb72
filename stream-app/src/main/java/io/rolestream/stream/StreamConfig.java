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
                        "Consumer group and prefix of the internal topics. Instances with the same id share the work.")
                .define(
                        INSTANCE_ID,
                        Type.STRING,
                        "",
                        Importance.MEDIUM,
                        "A name of its own for each instance, the same after a restart (a StatefulSet's pod name). Turns"
                                + " static membership on: a restart causes no rebalance. Empty for none.")
                .define(
                        STATE_DIRECTORY,
                        Type.STRING,
                        Path.of(System.getProperty("user.home"), ".rolestream", "state")
                                .toString()
                                .replace(System.getProperty("user.home"), "~"),
                        new ConfigDef.NonEmptyString(),
                        Importance.HIGH,
                        "Where the instance keeps its state between restarts; a directory of its own for each instance.")
                .define(
                        STREAM_THREADS,
                        Type.INT,
                        0,
                        ConfigDef.Range.between(0, 1024),
                        Importance.MEDIUM,
                        "Threads that label; 0 takes one for each processor. More than partitions are idle.")
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
                        "Whose votes make a label. With `rules` alone labels come at once; with `rules,roberta` each resume"
                                + " awaits the model's vote until the deadline.")
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
                        "Lets the rule set vote that the champion of the model in `labellers` carries, where it carries one,"
                                + " and takes another up while labelling goes on. It is fetched from `model.store`. Without a model"
                                + " in `labellers`, and until a champion's rule set is there, `rules` votes.")
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
                        "How a rule vote and a model vote become one decision. A person's answer stands above all.")
                .define(
                        LABEL_DEADLINE,
                        Type.STRING,
                        "30s",
                        Durations.VALIDATOR,
                        Importance.HIGH,
                        "How long a resume awaits the model's vote before the rules alone decide (degraded).")
                .define(
                        EARLY_VOTE_RETENTION,
                        Type.STRING,
                        "1h",
                        Durations.VALIDATOR,
                        Importance.LOW,
                        "How long a model vote waits for its resume; at least the deadline.")
                .define(
                        CURRENT_LABEL_RETENTION,
                        Type.STRING,
                        "90d",
                        Durations.VALIDATOR,
                        Importance.MEDIUM,
                        "How long the current label of a resume is remembered, to drop repeats, count revisions and answer"
                                + " look-ups.")
                .define(
                        EXCERPT_CHARS,
                        Type.INT,
                        280,
                        ConfigDef.Range.between(0, 10_000),
                        Importance.MEDIUM,
                        "How much of a resume's text a disagreement quotes, in characters; 0 quotes nothing.")
                .define(
                        TRAINING_EXAMPLES,
                        Type.BOOLEAN,
                        true,
                        Importance.MEDIUM,
                        "Writes every new content with the rules' vote to `training-examples` for the trainer.")
                .define(
                        RESUME_MAX_CHARS,
                        Type.INT,
                        250_000,
                        ConfigDef.Range.between(100, 500_000),
                        Importance.LOW,
                        "Longest text that is judged, in characters; longer ones are dead-lettered.");
    }
}
