package io.rolestream.engine.task;

import io.rolestream.engine.batching.EngineBrokenException;
import io.rolestream.engine.batching.EngineClosedException;
import io.rolestream.engine.checkpoint.CheckpointDirectory;
import io.rolestream.engine.model.Encoder;
import io.rolestream.engine.model.Output;
import io.rolestream.engine.model.Parameters;
import io.rolestream.engine.model.Precision;
import io.rolestream.engine.model.TokenSequence;
import io.rolestream.engine.precision.CalibrationMemory;
import io.rolestream.engine.precision.ChosenEncoder;
import io.rolestream.engine.precision.Fp32Agreement;
import io.rolestream.engine.tokenizer.TokenizedText;
import io.rolestream.engine.torch.TorchException;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
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

    /**
     * Loads a checkpoint.
     *
     * @throws IOException if it is no classifier, or something in it is missing or malformed
     * @throws TorchException if it cannot be computed here as the options ask
     */
    public static TextClassifier open(CheckpointDirectory checkpoint, InferenceOptions options) throws IOException {
        return load(checkpoint, options, null);
    }

    /**
     * Loads a checkpoint; where the options name no precision, it is computed as it was when it was opened before, and
     * only calibrated if it was not.
     *
     * @throws IOException if it is no classifier, or something in it is missing or malformed
     * @throws TorchException if it cannot be computed here as the options ask
     */
    public static TextClassifier open(
            CheckpointDirectory checkpoint, InferenceOptions options, CalibrationMemory memory) throws IOException {
        return load(checkpoint, options, memory);
    }

    private static TextClassifier load(
            CheckpointDirectory checkpoint, InferenceOptions options, @Nullable CalibrationMemory memory)
            throws IOException {
        try (Parameters parameters = Parameters.load(checkpoint)) {
            return new TextClassifier(
                    checkpoint.config().labels(), OPENING.open(checkpoint, options, parameters, Output.LOGITS, memory));
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

    /**
     * Classifies a text in the background. Waits where too much is waiting already. What depends on the result runs on
     * a thread that computes, and should be short.
     *
     * @return fails with what the computation of this text failed with, with {@link EngineBrokenException} if nothing
     *     can be computed any more, with {@link EngineClosedException} if the process ends before; it is completed in
     *     any case
     * @throws EngineClosedException if the classifier is closed
     * @throws InterruptedException if the thread is interrupted while it waits
     */
    public CompletableFuture<Prediction> submit(String text) throws InterruptedException {
        TokenizedText tokenized = encode(tokenizer -> tokenizer.encode(text));
        List<TokenSequence> windows =
                tokenized.windows().stream().map(TokenSequence::of).toList();
        boolean cut = tokenized.cut();
        return compute(windows, logits -> new Prediction(WindowPooling.mean(logits), cut));
    }

    /**
     * Classifies texts.
     *
     * @return one prediction for each, in their order
     * @throws CompletionException what the computation of the first that failed did so with
     * @throws EngineClosedException if the classifier is closed
     * @throws InterruptedException if the thread is interrupted while it waits
     */
    public List<Prediction> classify(List<String> texts) throws InterruptedException {
        return all(texts, this::submit);
    }
}
