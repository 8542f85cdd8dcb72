package io.rolestream.stream.describing;

import io.rolestream.common.config.ConfigurationException;
import io.rolestream.common.config.ConnectionConfig;
import io.rolestream.common.config.Keys;
import io.rolestream.common.config.Settings;
import io.rolestream.common.reading.OwnGroup;
import io.rolestream.matching.writing.WritingSettings;
import io.rolestream.models.task.VersionTask;
import io.rolestream.stream.StreamConfig;
import io.rolestream.stream.StreamSettings;
import io.rolestream.stream.recommending.index.ModelSource;
import io.rolestream.stream.worker.WorkerConfig;
import io.rolestream.stream.worker.WorkerSettings;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.common.config.ConfigDef;
import org.jspecify.annotations.Nullable;

/** The keys of the generator. */
public final class DescribingConfig {
    public static final String GROUP_ID = "generator.group.id";
    public static final String MODEL = "generator.model";
    public static final String VERSION = "generator.version";
    public static final String MAX_TOKENS = "generator.max.tokens";
    public static final String TEMPERATURE = "generator.temperature";
    public static final String TOP_P = "generator.top.p";
    public static final String TOKENS_PER_SECOND = "generator.tokens.per.second";
    public static final String SHARE = "generator.share";

    private static final int MOST_TOKENS = 4_096;
    private static final double LEAST_TOP_P = 0.01;
    private static final int HOTTEST = 10;

    private static final WritingSettings JUDGED = WritingSettings.defaults();

    private DescribingConfig() {}

    /** The decimal that a float is written as. */
    private static double exactly(float number) {
        return Double.parseDouble(Float.toString(number));
    }

    /** Adds the keys to a definition and returns it. */
    public static ConfigDef define(ConfigDef definitions) {
        Keys keys = new Keys(definitions);
        keys.prefixed(GROUP_ID, "rolestream-generator")
                .doc("Consumer group of the generators, which share the work. The default begins with `topic.prefix`.");
        keys.nonEmpty(MODEL, VersionTask.DESCRIBER)
                .doc("The model that writes a job description for each resume: the name of a model whose champion is"
                        + " followed if the gate has passed it, or a directory with a checkpoint.");
        keys.text(VERSION, "")
                .doc("Pins a generator to a version, whichever is promoted and whether or not the gate has passed it;"
                        + " empty follows the champion.");
        keys.integer(MAX_TOKENS, JUDGED.maxTokens(), 1, MOST_TOKENS)
                .doc(
                        "Tokens of a description, at most. It, temperature and top-p have the defaults that the gate judges a"
                                + " generator with.");
        keys.decimal(TEMPERATURE, exactly(JUDGED.temperature()), 0, HOTTEST)
                .doc("Divides the logits before a token is drawn; 0 takes the most likely token each time.");
        keys.decimal(TOP_P, exactly(JUDGED.topP()), Keys.between(LEAST_TOP_P, 1))
                .doc("Draws only from the most likely tokens that have this probability together; 1 from all.");
        keys.integer(TOKENS_PER_SECOND, 0, 0, Integer.MAX_VALUE)
                .doc("Tokens that one generator may write per second, on average over ten seconds. Resumes beyond that"
                        + " get no description, and are not waited for. 0 for no limit.");
        keys.decimal(SHARE, 1, 0, 1)
                .doc("Share of the resumes that get a description, 0 to 1. Whether one does follows from its id.");
        return definitions;
    }

    /**
     * @throws ConfigurationException if the model is neither a directory nor a name, or a version is named of a
     *     directory
     */
    public static DescribingSettings settings(Settings settings) {
        StreamSettings stream = StreamConfig.settings(settings);
        return new DescribingSettings(
                new WorkerSettings.Member(
                        OwnGroup.of(GROUP_ID, settings.string(GROUP_ID), settings.unprefixed(List.of(GROUP_ID))),
                        settings.optionalString(StreamConfig.INSTANCE_ID)),
                source(settings),
                pinned(settings),
                new WritingSettings(
                        settings.integer(MAX_TOKENS),
                        (float) settings.decimal(TEMPERATURE),
                        (float) settings.decimal(TOP_P),
                        JUDGED.seed()),
                settings.integer(TOKENS_PER_SECOND),
                settings.decimal(SHARE),
                settings.duration(WorkerConfig.COMMIT_INTERVAL),
                new WorkerSettings.Limits(
                        settings.duration(WorkerConfig.STOP_TIMEOUT), settings.duration(StreamConfig.LIVENESS_TIMEOUT)),
                settings.integer(ConnectionConfig.RESUME_MAX_CHARS),
                stream.models(),
                stream.rules(),
                stream.tracing());
    }

    private static ModelSource source(Settings settings) {
        try {
            return Objects.requireNonNull(ModelSource.parse(settings.string(MODEL)));
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(MODEL + ": " + e.getMessage(), e);
        }
    }

    private static @Nullable String pinned(Settings settings) {
        String version = settings.optionalString(VERSION);
        if (version != null && source(settings) instanceof ModelSource.Directory) {
            throw new ConfigurationException(
                    "%s=%s needs the name of a model in %s, not a directory".formatted(VERSION, version, MODEL));
        }
        return version;
    }
}
