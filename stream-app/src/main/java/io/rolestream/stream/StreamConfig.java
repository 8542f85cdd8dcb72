package io.rolestream.stream;

import io.rolestream.common.config.Keys;
import io.rolestream.rules.decision.Combination;
import java.nio.file.Path;
import org.apache.kafka.common.config.ConfigDef;

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
        Keys keys = new Keys(definitions);
        keys.nonEmpty(APPLICATION_ID, "rolestream-stream")
                .doc("Consumer group and prefix of the internal topics. Instances with the same id share the work.");
        keys.text(INSTANCE_ID, "")
                .doc("A name of its own for each instance, the same after a restart (a StatefulSet's pod name). Turns"
                        + " static membership on: a restart causes no rebalance. Empty for none.");
        keys.nonEmpty(
                        STATE_DIRECTORY,
                        Path.of(System.getProperty("user.home"), ".rolestream", "state")
                                .toString()
                                .replace(System.getProperty("user.home"), "~"))
                .doc("Where the instance keeps its state between restarts; a directory of its own for each instance.");
        keys.integer(STREAM_THREADS, 0, 0, 1024)
                .doc("Threads that label; 0 takes one for each processor. More than partitions are idle.");
        keys.text(
                        LABELLERS,
                        "rules",
                        Keys.matching(
                                "rules(\\s*,\\s*[A-Za-z0-9._-]+)?",
                                "`rules`, or `rules,NAME` with the name of a model"))
                .doc(
                        "Whose votes make a label. With `rules` alone labels come at once; with `rules,roberta` each resume"
                                + " awaits the model's vote until the deadline.");
        keys.nonEmpty(RULES, "default").doc("Rule set: `default`, `notebook` or a YAML file.");
        keys.flag(RULES_FOLLOW, true)
                .doc(
                        "Lets the rule set vote that the champion of the model in `labellers` carries, where it carries one,"
                                + " and takes another up while labelling goes on. It is fetched from `model.store`. Without a model"
                                + " in `labellers`, and until a champion's rule set is there, `rules` votes.");
        keys.text(TAXONOMY, "").doc("YAML file with the roles; empty for the standard fourteen.");
        keys.text(DECISION_POLICY, "joint", Keys.checked(Combination::parse, Combination.ACCEPTED))
                .doc("How a rule vote and a model vote become one decision. A person's answer stands above all.");
        keys.duration(LABEL_DEADLINE, "30s")
                .doc("How long a resume awaits the model's vote before the rules alone decide (degraded).");
        keys.duration(EARLY_VOTE_RETENTION, "1h")
                .doc("How long a model vote waits for its resume; at least the deadline.");
        keys.duration(CURRENT_LABEL_RETENTION, "90d")
                .doc("How long the current label of a resume is remembered, to drop repeats, count revisions and answer"
                        + " look-ups.");
        keys.integer(EXCERPT_CHARS, 280, 0, 10_000)
                .doc("How much of a resume's text a disagreement quotes, in characters; 0 quotes nothing.");
        keys.flag(TRAINING_EXAMPLES, true)
                .doc("Writes every new content with the rules' vote to `training-examples` for the trainer.");
        keys.integer(RESUME_MAX_CHARS, 250_000, 100, 500_000)
                .doc("Longest text that is judged, in characters; longer ones are dead-lettered.");
        return definitions;
    }
}
