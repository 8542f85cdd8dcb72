package io.rolestream.cli.options;

import io.rolestream.engine.batching.Batching;
import io.rolestream.engine.model.Precision;
import io.rolestream.engine.precision.DeviceChoice;
import io.rolestream.engine.task.InferenceOptions;
import io.rolestream.engine.tokenizer.LongText;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** Options of inference. */
public final class ComputeOptions {
    @ArgGroup(validate = false, heading = "%nComputing:%n", order = 6)
    private Choices choices = new Choices();

    private static final class Choices {
        @Option(
                names = "--device",
                paramLabel = "DEVICE",
                description = "cpu, gpu or auto, which uses a GPU if one is usable (default auto).",
                order = 1)
        private DeviceChoice device = DeviceChoice.AUTO;

        @Option(
                names = "--precision",
                paramLabel = "NUMBERS",
                description =
                        "fp32, bf16, fp16 (GPU) or int8 (CPU); by default, the fastest that agrees with fp32 on at"
                                + " least 99.5 %% of labels (or of the order of scores, or of embeddings), measured when the model is loaded.",
                order = 2)
        private @Nullable Precision precision;

        @Option(
                names = "--workers",
                paramLabel = "N",
                description = "Batches computed in parallel (default one per core, at most 8).",
                order = 3)
        private @Nullable Integer workers;

        @Option(names = "--threads", paramLabel = "N", description = "Threads per batch.", order = 4)
        private @Nullable Integer threads;

        @Option(
                names = "--batch-tokens",
                paramLabel = "N",
                description = "Maximum tokens per batch (default 2048).",
                order = 5)
        private @Nullable Integer batchTokens;

        @Option(
                names = "--max-tokens",
                paramLabel = "N",
                description = "Truncates texts to N tokens (default the model's maximum).",
                order = 6)
        private @Nullable Integer maxTokens;

        @Option(
                names = "--windows",
                paramLabel = "N",
                description = "Reads longer texts in up to N overlapping windows and averages their logits, instead"
                        + " of truncating.",
                order = 7)
        private @Nullable Integer windows;
    }

    public InferenceOptions load() {
        InferenceOptions defaults = InferenceOptions.defaults();
        Batching batching = defaults.batching();
        return OptionValues.of(
                "--workers, --threads, --batch-tokens, --windows",
                () -> defaults.withDevice(choices.device)
                        .withPrecision(choices.precision)
                        .withThreads(or(choices.workers, batching.workers()), or(choices.threads, batching.threads()))
                        .withTokens(or(choices.batchTokens, batching.batchTokens()), batching.queueTokens())
                        .withLongText(
                                choices.maxTokens,
                                choices.windows == null ? LongText.head() : LongText.windows(choices.windows)));
    }

    private static int or(@Nullable Integer given, int otherwise) {
        return given == null ? otherwise : given;
    }
}
