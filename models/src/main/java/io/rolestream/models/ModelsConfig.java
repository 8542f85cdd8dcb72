package io.rolestream.models;

import io.rolestream.common.config.Settings;
import io.rolestream.engine.model.Precision;
import io.rolestream.engine.task.DeviceChoice;
import io.rolestream.engine.task.InferenceOptions;
import io.rolestream.engine.tokenizer.LongText;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.jspecify.annotations.Nullable;

/** The keys of the model store, its cache, signatures and inference. */
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
                        "Where model versions are stored: a directory that trainers and workers share, or"
                                + " `s3://BUCKET/PREFIX`. Announcements name locations relative to it.")
                .define(
                        CACHE_DIRECTORY,
                        Type.STRING,
                        "~/.rolestream/model-cache",
                        new ConfigDef.NonEmptyString(),
                        Importance.MEDIUM,
                        "Directory of this machine's copies of model versions. Each copy is verified byte for byte"
                                + " before use. Several processes may share the directory.")
                .define(
                        CACHE_VERSIONS,
                        Type.INT,
                        3,
                        ConfigDef.Range.between(0, 1000),
                        Importance.LOW,
                        "Number of versions to keep in the cache besides the one loaded last. The most recently"
                                + " loaded are kept.")
                .define(
                        PUBLIC_KEY,
                        Type.STRING,
                        "",
                        Importance.HIGH,
                        "PEM file with the Ed25519 public key of those who may publish models. Versions without a"
                                + " valid signature are then refused. Empty disables the check.")
                .define(
                        PRIVATE_KEY,
                        Type.STRING,
                        "",
                        Importance.MEDIUM,
                        "PEM file (PKCS#8) with the Ed25519 private key that signs published versions. Empty disables"
                                + " signing.")
                .define(
                        S3_ENDPOINT,
                        Type.STRING,
                        "",
                        Importance.LOW,
                        "URL of an S3-compatible server; empty for Amazon S3. Credentials are found by the AWS SDK:"
                                + " environment, profile, instance role.")
                .define(
                        S3_REGION,
                        Type.STRING,
                        "",
                        Importance.LOW,
                        "Region of the bucket; empty for the one the AWS SDK finds in the environment or profile.")
                .define(
                        S3_PATH_STYLE,
                        Type.BOOLEAN,
                        false,
                        Importance.LOW,
                        "Puts the bucket into the path of the URL instead of the host name, as most S3-compatible"
                                + " servers require.");
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
                        "Device that computes models; `auto` uses a GPU if one is usable.")
                .define(
                        PRECISION,
                        Type.STRING,
                        AUTO,
                        ConfigDef.ValidString.in(Stream.concat(
                                        Stream.of(AUTO),
                                        Arrays.stream(Precision.values()).map(Precision::key))
                                .toArray(String[]::new)),
                        Importance.MEDIUM,
                        "Number format of inference: fp16 (GPU only), int8 (CPU only), bf16 or fp32. `auto` takes the"
                                + " fastest that gives the same label as fp32 for at least 99.5 % of a sample,"
                                + " measured when a model is loaded.")
                .define(
                        COMPUTE_WORKERS,
                        Type.INT,
                        0,
                        ConfigDef.Range.between(0, 1024),
                        Importance.LOW,
                        "Batches computed in parallel; 0 for one per processor, at most 8.")
                .define(
                        COMPUTE_THREADS,
                        Type.INT,
                        0,
                        ConfigDef.Range.between(0, 1024),
                        Importance.LOW,
                        "Threads per batch; 0 shares the processors among the batches.")
                .define(
                        BATCH_TOKENS,
                        Type.INT,
                        2048,
                        ConfigDef.Range.between(1, MOST_TOKENS),
                        Importance.LOW,
                        "Maximum tokens per batch. Larger batches use the hardware better; smaller ones return sooner"
                                + " and need less memory.")
                .define(
                        MAX_TOKENS,
                        Type.INT,
                        0,
                        ConfigDef.LambdaValidator.with(
                                ModelsConfig::checkMaxTokens, () -> "0, or " + LEAST_TOKENS + " to " + MOST_TOKENS),
                        Importance.MEDIUM,
                        "Truncates texts to this number of tokens; 0 for the model's maximum.")
                .define(
                        WINDOWS,
                        Type.INT,
                        0,
                        ConfigDef.Range.between(0, 1000),
                        Importance.LOW,
                        "Reads longer texts in up to this number of overlapping windows and averages their logits; 0"
                                + " truncates them.");
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
        int workers = orElse(settings.integer(COMPUTE_WORKERS), defaults.workers());
        int threads = orElse(settings.integer(COMPUTE_THREADS), Math.max(1, processors / workers));
        int windows = settings.integer(WINDOWS);
        int maxTokens = settings.integer(MAX_TOKENS);
        return defaults.withDevice(DeviceChoice.valueOf(upperCase(settings.string(DEVICE))))
                .withPrecision(precision(settings.string(PRECISION)))
                .withThreads(workers, threads)
                .withTokens(settings.integer(BATCH_TOKENS), defaults.queueTokens())
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
