package io.rolestream.models;

import io.rolestream.common.config.Keys;
import io.rolestream.common.config.Settings;
import io.rolestream.engine.model.Precision;
import io.rolestream.engine.precision.DeviceChoice;
import io.rolestream.engine.task.InferenceOptions;
import io.rolestream.engine.tokenizer.LongText;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/** The keys of the model store, its cache, signatures and inference. */
public final class ModelsConfig {
    public static final String STORE = "model.store";
    public static final String CACHE_DIRECTORY = "model.cache.directory";
    public static final String CACHE_VERSIONS = "model.cache.versions";
    public static final String MAX_MIB = "model.max.mib";
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

    public static ConfigDef define(ConfigDef definitions) {
        return defineCompute(defineStore(definitions));
    }

    private static ConfigDef defineStore(ConfigDef definitions) {
        Keys keys = new Keys(definitions);
        keys.nonEmpty(STORE, "~/.rolestream/models")
                .doc("Where model versions are stored: a directory that trainers and workers share, or"
                        + " `s3://BUCKET/PREFIX`. Announcements name locations relative to it.");
        keys.nonEmpty(CACHE_DIRECTORY, "~/.rolestream/model-cache")
                .doc("Directory of this machine's copies of model versions. Each copy is verified byte for byte"
                        + " before use. Several processes may share the directory.");
        keys.integer(CACHE_VERSIONS, 3, 0, 1000)
                .doc("Number of versions to keep in the cache besides the one loaded last. The most recently"
                        + " loaded are kept.");
        keys.integer(MAX_MIB, 8192, 1, 1 << 20)
                .doc(
                        "Largest model version that is accepted, in MiB, with all its files. Larger ones are refused before"
                                + " anything is downloaded.");
        keys.text(PUBLIC_KEY, "")
                .doc("PEM file with the Ed25519 public key of those who may publish models. Versions and"
                        + " announcements without a valid signature are then refused. Empty disables the check.");
        keys.text(PRIVATE_KEY, "")
                .doc("PEM file (PKCS#8) with the Ed25519 private key that signs published versions and"
                        + " announcements. Empty disables signing.");
        keys.text(S3_ENDPOINT, "")
                .doc("URL of an S3-compatible server; empty for Amazon S3. Credentials are found by the AWS SDK:"
                        + " environment, profile, instance role.");
        keys.text(S3_REGION, "")
                .doc("Region of the bucket; empty for the one the AWS SDK finds in the environment or profile.");
        keys.flag(S3_PATH_STYLE, false)
                .doc("Puts the bucket into the path of the URL instead of the host name, as most S3-compatible"
                        + " servers require.");
        return definitions;
    }

    private static ConfigDef defineCompute(ConfigDef definitions) {
        Keys keys = new Keys(definitions);
        keys.text(
                        DEVICE,
                        AUTO,
                        ConfigDef.ValidString.in(Arrays.stream(DeviceChoice.values())
                                .map(DeviceChoice::key)
                                .toArray(String[]::new)))
                .doc("Device that computes models; `auto` uses a GPU if one is usable.");
        keys.text(
                        PRECISION,
                        AUTO,
                        ConfigDef.ValidString.in(Stream.concat(
                                        Stream.of(AUTO),
                                        Arrays.stream(Precision.values()).map(Precision::key))
                                .toArray(String[]::new)))
                .doc("Number format of inference: fp16 (GPU only), int8 (CPU only), bf16 or fp32. `auto` takes the"
                        + " fastest that gives the same label as fp32 for at least 99.5 % of a sample,"
                        + " measured when a model is loaded.");
        keys.integer(COMPUTE_WORKERS, 0, 0, 1024)
                .doc("Batches computed in parallel; 0 for one per processor, at most 8.");
        keys.integer(COMPUTE_THREADS, 0, 0, 1024).doc("Threads per batch; 0 shares the processors among the batches.");
        keys.integer(BATCH_TOKENS, 2048, 1, MOST_TOKENS)
                .doc("Maximum tokens per batch. Larger batches use the hardware better; smaller ones return sooner"
                        + " and need less memory.");
        keys.integer(
                        MAX_TOKENS,
                        0,
                        ConfigDef.LambdaValidator.with(
                                ModelsConfig::checkMaxTokens, () -> "0, or " + LEAST_TOKENS + " to " + MOST_TOKENS))
                .doc("Truncates texts to this number of tokens; 0 for the model's maximum.");
        keys.integer(WINDOWS, 0, 0, 1000)
                .doc("Reads longer texts in up to this number of overlapping windows and averages their logits; 0"
                        + " truncates them.");
        return definitions;
    }

    private static void checkMaxTokens(String name, Object value) {
        int tokens = (Integer) value;
        if (tokens != 0 && (tokens < LEAST_TOKENS || tokens > MOST_TOKENS)) {
            throw new ConfigException(name, value, "expected 0, or " + LEAST_TOKENS + " to " + MOST_TOKENS);
        }
    }

    public static ModelSettings settings(Settings settings) {
        return new ModelSettings(
                new StoreSettings(
                        settings.string(STORE).startsWith("~")
                                ? settings.path(STORE).toString()
                                : settings.string(STORE),
                        new StoreSettings.S3(
                                settings.optionalString(S3_ENDPOINT),
                                settings.optionalString(S3_REGION),
                                settings.flag(S3_PATH_STYLE))),
                new ModelSettings.Cache(
                        settings.path(CACHE_DIRECTORY),
                        settings.integer(CACHE_VERSIONS),
                        (long) settings.integer(MAX_MIB) << 20),
                new ModelSettings.Keys(settings.optionalPath(PUBLIC_KEY), settings.optionalPath(PRIVATE_KEY)),
                inferenceOptions(settings));
    }

    private static InferenceOptions inferenceOptions(Settings settings) {
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
