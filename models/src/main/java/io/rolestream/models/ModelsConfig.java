package io.rolestream.models;

import io.rolestream.common.config.Settings;
import io.rolestream.engine.model.Precision;
import io.rolestream.engine.precision.DeviceChoice;
import io.rolestream.engine.task.InferenceOptions;
import io.rolestream.engine.tokenizer.LongText;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.jspecify.annotations.Nullable;

/** The keys of whoever publishes, loads or computes models. */
public final class ModelsConfig {
    public static final String STORE = "model.store";
    public static final String CACHE_DIRECTORY = "model.cache.directory";
    public static final String CACHE_VERSIONS = "model.cache.versions";
    public static final String PUBLIC_KEY = "model.public.key";
    public static final String PRIVATE_KEY = "model.private.key";
    public static final String S3_ENDPOINT = "model.s3.endpoint";
    public static final String S3_REGION = "model.s3.region";
    public static final String S3_PATH_STYLE = "model.s3.path.style";
    public static final String DEVICE = "model.device";
    public static final String PRECISION = "model.precision";
    public static final String COMPUTE_WORKERS = "model.compute.workers";
    public static final String COMPUTE_THREADS = "model.compute.threads";
    public static final String BATCH_TOKENS = "model.batch.tokens";
    public static final String MAX_TOKENS = "model.max.tokens";
    public static final String WINDOWS = "model.windows";

    private static final String AUTO = "auto";
    private static final int LEAST_TOKENS = 8;
    private static final int MOST_TOKENS = 1 << 20;

    private ModelsConfig() {}

    /** Adds the keys to a definition and returns it. */
    public static ConfigDef define(ConfigDef definitions) {
        return defineCompute(defineStore(definitions));
    }

    private static ConfigDef defineStore(ConfigDef definitions) {
        return definitions
                .define(
                        STORE,
                        Type.STRING,
                        "~/.rolestream/models",
                        new ConfigDef.NonEmptyString(),
                        Importance.HIGH,
                        "Where model versions are kept: a directory that trainers and workers share, or"
                                + " `s3://BUCKET/PREFIX`. Announcements name versions relative to it.")
                .define(
                        CACHE_DIRECTORY,
                        Type.STRING,
                        "~/.rolestream/model-cache",
                        new ConfigDef.NonEmptyString(),
                        Importance.MEDIUM,
                        "Where this machine keeps copies of model versions. Each is checked byte for byte before it is"
                                + " used. Several processes may share it.")
                .define(
                        CACHE_VERSIONS,
                        Type.INT,
                        3,
                        ConfigDef.Range.between(0, 1000),
                        Importance.LOW,
                        "How many versions stay in the cache besides the one that was loaded last, the most recently"
                                + " loaded first.")
                .define(
                        PUBLIC_KEY,
                        Type.STRING,
                        "",
                        Importance.HIGH,
                        "PEM file with the Ed25519 public key of whoever may publish models. If set, a version without a"
                                + " signature by it is refused; empty checks no signatures.")
                .define(
                        PRIVATE_KEY,
                        Type.STRING,
                        "",
                        Importance.MEDIUM,
                        "PEM file (PKCS#8) with the Ed25519 private key that published versions are signed with; empty"
                                + " signs none.")
                .define(
                        S3_ENDPOINT,
                        Type.STRING,
                        "",
                        Importance.LOW,
                        "URL of an S3-compatible server; empty for Amazon's. Credentials come from where the AWS SDK"
                                + " looks for them: environment, profile, instance role.")
                .define(
                        S3_REGION,
                        Type.STRING,
                        "",
                        Importance.LOW,
                        "Region of the bucket; empty for the one that the AWS SDK finds in environment or profile.")
                .define(
                        S3_PATH_STYLE,
                        Type.BOOLEAN,
                        false,
                        Importance.LOW,
                        "Puts the bucket into the URL's path rather than its host name, as most S3-compatible servers"
                                + " expect.");
    }

    private static ConfigDef defineCompute(ConfigDef definitions) {
        return definitions
                .define(
                        DEVICE,
                        Type.STRING,
                        AUTO,
                        ConfigDef.ValidString.in(Arrays.stream(DeviceChoice.values())
                                .map(DeviceChoice::key)
                                .toArray(String[]::new)),
                        Importance.MEDIUM,
                        "Where models are computed; `auto` takes a GPU where one can be used.")
                .define(
                        PRECISION,
                        Type.STRING,
                        AUTO,
                        ConfigDef.ValidString.in(Stream.concat(
                                        Stream.of(AUTO),
                                        Arrays.stream(Precision.values()).map(Precision::key))
                                .toArray(String[]::new)),
                        Importance.MEDIUM,
                        "The numbers that models are computed with: fp16 on GPUs alone, int8 on CPUs alone. `auto` takes the"
                                + " fastest that gives at least 99.5 % of labels as fp32 does, measured when a model is"
                                + " loaded.")
                .define(
                        COMPUTE_WORKERS,
                        Type.INT,
                        0,
                        ConfigDef.Range.between(0, 1024),
                        Importance.LOW,
                        "Batches that are computed at once; 0 takes one for each processor, at most 8.")
                .define(
                        COMPUTE_THREADS,
                        Type.INT,
                        0,
                        ConfigDef.Range.between(0, 1024),
                        Importance.LOW,
                        "Threads that compute each batch; 0 shares the processors among the workers.")
                .define(
                        BATCH_TOKENS,
                        Type.INT,
                        2048,
                        ConfigDef.Range.between(1, MOST_TOKENS),
                        Importance.LOW,
                        "Tokens of a batch at most. More use the hardware better, fewer return sooner and take less"
                                + " memory.")
                .define(
                        MAX_TOKENS,
                        Type.INT,
                        0,
                        ConfigDef.LambdaValidator.with(
                                ModelsConfig::checkMaxTokens, () -> "0, or " + LEAST_TOKENS + " to " + MOST_TOKENS),
                        Importance.MEDIUM,
                        "Where a text is cut, in tokens; 0 for the model's maximum.")
                .define(
                        WINDOWS,
                        Type.INT,
                        0,
                        ConfigDef.Range.between(0, 1000),
                        Importance.LOW,
                        "Reads a longer text in up to so many overlapping windows, whose logits are averaged; 0 reads its"
                                + " beginning alone.");
    }

    private static void checkMaxTokens(String name, Object value) {
        int tokens = (Integer) value;
        if (tokens != 0 && (tokens < LEAST_TOKENS || tokens > MOST_TOKENS)) {
            throw new org.apache.kafka.common.config.ConfigException(
                    name, value, "expected 0, or " + LEAST_TOKENS + " to " + MOST_TOKENS);
        }
    }

    /** How models are computed, as the settings say. */
    public static InferenceOptions inferenceOptions(Settings settings) {
        InferenceOptions defaults = InferenceOptions.defaults();
        int processors = Runtime.getRuntime().availableProcessors();
        int workers =
                orElse(settings.integer(COMPUTE_WORKERS), defaults.batching().workers());
        int threads = orElse(settings.integer(COMPUTE_THREADS), Math.max(1, processors / workers));
        int windows = settings.integer(WINDOWS);
        int maxTokens = settings.integer(MAX_TOKENS);
        return defaults.withDevice(DeviceChoice.valueOf(upperCase(settings.string(DEVICE))))
                .withPrecision(precision(settings.string(PRECISION)))
                .withThreads(workers, threads)
                .withTokens(settings.integer(BATCH_TOKENS), defaults.batching().queueTokens())
                .withLongText(
                        maxTokens == 0 ? null : maxTokens, windows == 0 ? LongText.head() : LongText.windows(windows));
    }

    private static @Nullable Precision precision(String key) {
        return key.equals(AUTO) ? null : Precision.valueOf(upperCase(key));
    }

    private static String upperCase(String key) {
        return key.toUpperCase(Locale.ROOT);
    }

    private static int orElse(int given, int otherwise) {
        return given == 0 ? otherwise : given;
    }
}
