package io.rolestream.stream;

import io.rolestream.common.config.ConfigurationException;
import io.rolestream.common.config.ConnectionConfig;
import io.rolestream.common.config.Durations;
import io.rolestream.common.config.Keys;
import io.rolestream.common.config.Settings;
import io.rolestream.common.config.TracingConfig;
import io.rolestream.common.reading.OwnGroup;
import io.rolestream.models.ModelsConfig;
import io.rolestream.rules.decision.Combination;
import io.rolestream.rules.decision.DecisionPolicy;
import io.rolestream.rules.role.Taxonomy;
import io.rolestream.rules.ruleset.RuleSet;
import io.rolestream.rules.yaml.InvalidFileException;
import io.rolestream.rules.yaml.Problems;
import io.rolestream.stream.labelling.LabellingTopology;
import io.rolestream.stream.reconcile.Observing;
import io.rolestream.stream.reconcile.ReconcilerSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.config.ConfigDef;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The keys of the labelling service. */
public final class StreamConfig {
    public static final String APPLICATION_ID = "application.id";
    public static final String INSTANCE_ID = "instance.id";
    public static final String STATE_DIRECTORY = "state.directory";
    public static final String STREAM_THREADS = "stream.threads";
    public static final String LIVENESS_TIMEOUT = "liveness.timeout";
    public static final String LABELLERS = "labellers";
    public static final String LABELLERS_OBSERVED = "labellers.observed";
    public static final String OBSERVED_VOTE_RETENTION = "observed.vote.retention";
    public static final String RULES = "rules";
    public static final String RULES_LENIENT = "rules.lenient";
    public static final String RULES_FOLLOW = "rules.follow";
    public static final String TAXONOMY = "taxonomy";
    public static final String DECISION_POLICY = "decision.policy";
    public static final String LABEL_MIN_CONFIDENCE = "label.min.confidence";
    public static final String LABEL_UNCERTAIN = "label.uncertain";
    public static final String LABEL_DEADLINE = "label.deadline";
    public static final String EARLY_VOTE_RETENTION = "early.vote.retention";
    public static final String CURRENT_LABEL_RETENTION = "current.label.retention";
    public static final String EXCERPT_CHARS = "disagreement.excerpt.chars";
    public static final String TRAINING_EXAMPLES = "training.examples";

    private static final Logger LOG = LoggerFactory.getLogger(StreamConfig.class);

    private static final String OTHER = "other";
    private static final String REVIEW = "review";

    private StreamConfig() {}

    /** Adds the keys to a definition and returns it. */
    public static ConfigDef define(ConfigDef definitions) {
        Keys keys = new Keys(definitions);
        keys.prefixed(APPLICATION_ID, "rolestream-stream")
                .doc("Consumer group, and prefix of the internal topics. Instances with the same id share the"
                        + " work. The default begins with `topic.prefix`.");
        keys.text(INSTANCE_ID, "")
                .doc("Unique name of the instance, unchanged by restarts (such as a StatefulSet's pod name). It"
                        + " enables static membership, so that a restart causes no rebalance. Empty disables"
                        + " it. A name that ends with * gets the lowest number that no other process on the same"
                        + " directory holds (worker-0, worker-1, ...), and its own subdirectory.");
        keys.prefixed(STATE_DIRECTORY, "~/.rolestream/state")
                .doc("Directory in which the instance keeps its state across restarts; each instance needs its"
                        + " own. The last element of the default begins with `topic.prefix`.");
        keys.integer(STREAM_THREADS, 0, 0, 1024)
                .doc("Threads that label; 0 for one per processor. Threads beyond the number of partitions stay"
                        + " idle.");
        keys.text(LIVENESS_TIMEOUT, "3m", Keys.checked(StreamConfig::requireSecond, "a duration of 1s or more"))
                .doc("A stream or worker is not live (`GET /live`) once a thread of it has not polled Kafka for this"
                        + " long. It should be shorter than Kafka's `max.poll.interval.ms` (5 minutes) and longer"
                        + " than two waits of `max.block.ms` (1 minute each).");
        keys.text(
                        LABELLERS,
                        "rules",
                        Keys.matching(
                                "rules(\\s*,\\s*[A-Za-z0-9._-]+)?",
                                "`rules`, or `rules,NAME` with the name of a model"))
                .doc("Labellers whose votes make a label. With `rules` alone, labels come at once; with"
                        + " `rules,roberta`, each resume awaits the model's vote until the deadline.");
        keys.text(
                        LABELLERS_OBSERVED,
                        "",
                        Keys.matching(
                                "([A-Za-z0-9._-]+(\\s*,\\s*[A-Za-z0-9._-]+)*)?", "names, with commas between them"))
                .doc("Labellers whose votes are recorded with labels, such as `zero-shot,roberta-challenger`. They"
                        + " decide nothing and are never awaited: a vote that comes after its label is recorded by"
                        + " another revision of the same decision. At most 8.");
        keys.duration(OBSERVED_VOTE_RETENTION, "1d")
                .doc("How long after a label an observed vote is still recorded with it. The label is kept in the state"
                        + " for that, until the votes of all observed labellers are there.");
        keys.nonEmpty(RULES, "default").doc("Rule set: `default`, `notebook` or a YAML file.");
        keys.flag(RULES_LENIENT, false)
                .doc(
                        "Skips keywords, aliases and ignored phrases of the `rules` file that cannot be used, and logs why."
                                + " By default such a file is refused. `rolestream roles check` lists them.");
        keys.flag(RULES_FOLLOW, true)
                .doc("Votes with the rule set that the champion of the model in `labellers` carries, if any, and"
                        + " switches to a new champion's rule set without a pause. Rule sets are downloaded"
                        + " from `model.store`. Without a model in `labellers`, and until such a rule set is"
                        + " loaded, `rules` votes.");
        keys.text(TAXONOMY, "").doc("YAML file with the roles; empty for the standard fourteen.");
        keys.text(DECISION_POLICY, "joint", Keys.checked(Combination::parse, Combination.ACCEPTED))
                .doc("How the votes of rules and model become a decision. A person's answer overrides both.");
        keys.decimal(LABEL_MIN_CONFIDENCE, 0.0, Keys.between(0, 1))
                .doc("Labels whose confidence (the probability that they are right) is lower are uncertain, and treated"
                        + " as `label.uncertain` says; 0 treats none so. `rolestream evaluate` prints what share of"
                        + " labels remains at each value, and how many of them are right.");
        keys.text(LABEL_UNCERTAIN, OTHER, Keys.matching(OTHER + "|" + REVIEW, "`" + OTHER + "` or `" + REVIEW + "`"))
                .doc("What becomes of uncertain labels: `other` gives them the fallback role (Other), while their votes"
                        + " still name the role; `review` leaves them, and sends them to `label-disagreements` for"
                        + " people to answer, and needs a `label.min.confidence` above 0.");
        keys.duration(LABEL_DEADLINE, "30s")
                .doc("How long a resume awaits the model's vote. After that, the rules alone decide, and the label"
                        + " is marked as degraded.");
        keys.duration(EARLY_VOTE_RETENTION, "1h")
                .doc("How long a model vote that arrives before its resume is kept; at least the deadline.");
        keys.duration(CURRENT_LABEL_RETENTION, "90d")
                .doc("How long the current label of a resume is kept, to drop duplicates, count revisions and"
                        + " answer look-ups.");
        keys.integer(EXCERPT_CHARS, 280, 0, 10_000)
                .doc("Number of characters of a resume's text that a disagreement quotes; 0 quotes nothing.");
        keys.flag(TRAINING_EXAMPLES, true)
                .doc("Writes each new text and the rules' vote on it to `training-examples`, for the trainer.");
        return definitions;
    }

    /**
     * Reads the settings of a labelling service, and the rule set and taxonomy that they name.
     *
     * @throws ConfigurationException when settings contradict each other
     * @throws IllegalArgumentException when the rules or the taxonomy have errors, with all of them named
     */
    public static StreamSettings settings(Settings settings) {
        RuleSet rules = ruleSet(settings);
        int threads = settings.integer(STREAM_THREADS);
        return new StreamSettings(
                new StreamSettings.Instance(
                        OwnGroup.of(
                                APPLICATION_ID,
                                settings.string(APPLICATION_ID),
                                settings.unprefixed(List.of(APPLICATION_ID, STATE_DIRECTORY))),
                        settings.optionalString(INSTANCE_ID),
                        settings.path(STATE_DIRECTORY),
                        threads > 0 ? threads : Runtime.getRuntime().availableProcessors(),
                        settings.duration(LIVENESS_TIMEOUT)),
                rules,
                settings.flag(RULES_FOLLOW),
                reconciling(settings, rules.taxonomy()),
                new LabellingTopology.Limits(
                        settings.integer(ConnectionConfig.RESUME_MAX_CHARS),
                        settings.duration(CURRENT_LABEL_RETENTION),
                        settings.flag(TRAINING_EXAMPLES)),
                ModelsConfig.settings(settings),
                TracingConfig.settings(settings));
    }

    /** Kafka's consumers count the time since their last poll in seconds. */
    private static void requireSecond(String duration) {
        if (Durations.parse(duration).toSeconds() < 1) {
            throw new IllegalArgumentException("expected a duration of 1s or more");
        }
    }

    private static ReconcilerSettings reconciling(Settings settings, Taxonomy taxonomy) {
        float minimum = (float) settings.decimal(LABEL_MIN_CONFIDENCE);
        boolean review = settings.string(LABEL_UNCERTAIN).equals(REVIEW);
        if (review && minimum == 0) {
            throw new ConfigurationException("%s=%s does nothing while %s is 0: set that too, such as to 0.5"
                    .formatted(LABEL_UNCERTAIN, REVIEW, LABEL_MIN_CONFIDENCE));
        }
        Observing observing = observing(settings);
        try {
            return new ReconcilerSettings(
                    new DecisionPolicy(
                            Combination.parse(settings.string(DECISION_POLICY)),
                            review ? 0 : minimum,
                            taxonomy.fallback().name()),
                    model(settings.string(LABELLERS)),
                    settings.duration(LABEL_DEADLINE),
                    settings.duration(EARLY_VOTE_RETENTION),
                    observing,
                    settings.integer(EXCERPT_CHARS),
                    review ? minimum : 0);
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(LABEL_DEADLINE + ", " + EARLY_VOTE_RETENTION + ": " + e.getMessage(), e);
        }
    }

    private static Observing observing(Settings settings) {
        String names = settings.string(LABELLERS_OBSERVED);
        if (names.isBlank()) {
            return Observing.NONE;
        }
        List<String> observed = List.of(names.strip().split("\\s*,\\s*"));
        String model = model(settings.string(LABELLERS));
        for (String name : observed) {
            if (name.equals(model) || Set.of("rules", "human").contains(name)) {
                throw new ConfigurationException("%s names %s, whose votes count already: name it in one place"
                        .formatted(LABELLERS_OBSERVED, name));
            }
        }
        try {
            return new Observing(observed, settings.duration(OBSERVED_VOTE_RETENTION));
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(LABELLERS_OBSERVED + ": " + e.getMessage(), e);
        }
    }

    /** The model among the labellers, or null if there are only rules. */
    private static @Nullable String model(String labellers) {
        int comma = labellers.indexOf(',');
        return comma < 0 ? null : labellers.substring(comma + 1).strip();
    }

    /**
     * The rule set that the settings name, for the roles that they name.
     *
     * @throws IllegalArgumentException when the rules or the taxonomy have errors, with all of them named
     */
    public static RuleSet ruleSet(Settings settings) {
        RuleSet.Lenient read = readRules(settings, taxonomy(settings));
        if (!read.skipped().isEmpty() && !settings.flag(RULES_LENIENT)) {
            throw new InvalidFileException(
                    read.skipped(), "Correct these entries, or skip them: " + RULES_LENIENT + "=true (--lenient)");
        }
        int skipped = read.skipped().size();
        read.skipped().stream().limit(Problems.LIMIT).forEach(reason -> LOG.warn("skipped: {}", reason));
        if (skipped > Problems.LIMIT) {
            LOG.warn("skipped {} more entries of {}", skipped - Problems.LIMIT, settings.string(RULES));
        }
        return read.rules();
    }

    private static RuleSet.Lenient readRules(Settings settings, Taxonomy taxonomy) {
        try {
            return RuleSet.loadLeniently(settings.string(RULES), taxonomy);
        } catch (InvalidFileException e) {
            throw settings.flag(RULES_LENIENT) ? e : e.withSkipped();
        }
    }

    /** The roles that the settings name. */
    public static Taxonomy taxonomy(Settings settings) {
        Path file = settings.optionalPath(TAXONOMY);
        return file == null ? Taxonomy.standard() : Taxonomy.load(file);
    }
}
