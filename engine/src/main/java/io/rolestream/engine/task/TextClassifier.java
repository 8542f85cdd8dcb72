package io.rolestream.engine.task;

import io.rolestream.engine.checkpoint.CheckpointDirectory;
import io.rolestream.engine.model.Encoder;
import io.rolestream.engine.model.Output;
import io.rolestream.engine.model.Precision;
import io.rolestream.engine.model.StoredParameters;
import io.rolestream.engine.precision.CalibrationMemory;
import io.rolestream.engine.precision.ChosenEncoder;
import io.rolestream.engine.precision.Fp32Agreement;
import io.rolestream.engine.torch.TorchException;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Classifies texts with a fine-tuned checkpoint. */
public final class TextClassifier extends ModelTask {
    private static final ModelOpening OPENING =
            new ModelOpening("classifier", Fp32Agreement.LABELS, ModelOpening::calibrationTexts);

    private final List<String> labels;

    private TextClassifier(List<String> labels, ModelOpening.Opened opened) {
        super(opened);
        this.labels = labels;
    }

    /** As {@link #open(CheckpointDirectory, InferenceOptions, CalibrationMemory)}, without a memory. */
    public static TextClassifier open(CheckpointDirectory checkpoint, InferenceOptions options) throws IOException {
        return open(checkpoint, options, null);
    }

    /**
     * Loads a checkpoint.
     *
     * @param memory of calibrations: where the options name no precision, the one chosen when the model was last opened
     *     is used again; null calibrates
     * @throws IOException if it is no classifier, or something in it is missing or malformed
     * @throws TorchException if it cannot be computed here as the options ask
     */
    public static TextClassifier open(
            CheckpointDirectory checkpoint, InferenceOptions options, @Nullable CalibrationMemory memory)
            throws IOException {
        try (StoredParameters parameters = StoredParameters.classifier(checkpoint)) {
            return new TextClassifier(
                    checkpoint.labels(), OPENING.open(checkpoint, options, parameters, Output.LOGITS, memory));
        }
    }

    /** A classifier with an encoder of the caller's, which it closes. */
    static TextClassifier of(CheckpointDirectory checkpoint, Encoder encoder, InferenceOptions options)
            throws IOException {
        return new TextClassifier(
                checkpoint.config().labels(),
                OPENING.start(
                        checkpoint,
                        options,
                        ModelOpening.tokenizer(checkpoint, options),
                        new ChosenEncoder(encoder, Precision.FP32, null)));
    }

    /** The model's labels; predictions refer to them by index. */
    public List<String> labels() {
        return labels;
    }

    /** Classifies a text in the background; {@link ModelTask} says when this waits and how the result can fail. */
    public CompletableFuture<Prediction> submit(String text) throws InterruptedException {
        return computeWindows(text, Prediction::new);
    }

    /** Classifies texts, and returns a prediction for each, in their order. Fails as {@link ModelTask} says. */
    public List<Prediction> classify(List<String> texts) throws InterruptedException {
        return all(texts, this::submit);
    }
}
