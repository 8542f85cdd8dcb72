package io.rolestream.cli.options;

import io.rolestream.common.config.ConfigurationException;
import io.rolestream.engine.batching.Batching;
import io.rolestream.engine.model.Precision;
import io.rolestream.engine.precision.DeviceChoice;
import io.rolestream.engine.task.InferenceOptions;
import io.rolestream.engine.tokenizer.LongText;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** How a command computes a model. */
public final class ComputeOptions {
    @ArgGroup(validate = false, heading = "%nComputing:%n", order = 6)
    private Choices choices = new Choices();

    private static final class Choices {
        @Option(
                names = "--device",
                paramLabel = "DEVICE",
                description = "cpu, gpu, or auto: a GPU where one can be used (default).",
                order = 1)
        private DeviceChoice device = DeviceChoice.AUTO;

        @Option(
                names = "--precision",
                paramLabel = "NUMBERS",
                description =
                        "fp32, bf16, fp16 (GPU), int8 (CPU); default the fastest that agrees with fp32 on at least"
                                + " 99.5 %% of labels (of scores' order, of embeddings), measured when the model is loaded.",
                order = 2)
        private @Nullable Precision precision;

        @Option(
                names = "--workers",
                paramLabel = "N",
                description = "Batches computed at once (default one per core, at most 8).",
                order = 3)
        private @Nullable Integer workers;

        @Option(names = "--threads", paramLabel = "N", description = "Threads of each of them.", order = 4)
        private @Nullable Integer threads;

        @Option(
                names = "--batch-tokens",
                paramLabel = "N",
                description = "Tokens of a batch at most (default 2048).",
                order = 5)
        private @Nullable Integer batchTokens;

        @Option(
                names = "--max-tokens",
                paramLabel = "N",
                description = "Where a text is cut (default the model's maximum).",
                order = 6)
        private @Nullable Integer maxTokens;

        @Option(
                names = "--windows",
                paramLabel = "N",
                description = "Reads longer texts in up to N overlapping windows, whose logits are averaged,"
                        + " in place of their beginning alone.",
                order = 7)
        private @Nullable Integer windows;
    }

    public InferenceOptions load() {
        InferenceOptions defaults = InferenceOptions.defaults();
        Batching batching = defaults.batching();
        try {
            return defaults.withDevice(choices.device)
                    .withPrecision(choices.precision)
                    .withThreads(or(choices.workers, batching.workers()), or(choices.threads, batching.threads()))
                    .withTokens(or(choices.batchTokens, batching.batchTokens()), batching.queueTokens())
                    .withLongText(
                            choices.maxTokens,
                            choices.windows == null ? LongText.head() : LongText.windows(choices.windows));
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException("--workers, --threads, --batch-tokens, --windows: " + e.getMessage(), e);
        }
    }

    private static int or(@Nullable Integer given, int otherwise) {
        return given == null ? otherwise : given;
    }
}
