package io.rolestream.engine.task;

import io.rolestream.engine.checkpoint.CheckpointDirectory;
import io.rolestream.engine.model.StoredParameters;
import io.rolestream.engine.precision.CalibrationMemory;
import io.rolestream.engine.precision.Fp32Agreement;
import io.rolestream.engine.safetensors.CheckpointException;
import io.rolestream.engine.torch.TorchException;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Turns texts into vectors with an encoder; similar texts get vectors of similar direction if the encoder was trained
 * for it. Takes any checkpoint, with or without a head. A {@code modules.json} of sentence-transformers says how token
 * vectors are pooled and where texts are cut; without one the options do.
 */
public final class TextEmbedder extends ModelTask {
    private static final ModelOpening OPENING =
            new ModelOpening("embedder", Fp32Agreement.DIRECTION, ModelOpening::calibrationTexts);

    private final int dimension;
    private final boolean normalized;

    private TextEmbedder(int dimension, boolean normalized, ModelOpening.Opened opened) {
        super(opened);
        this.dimension = dimension;
        this.normalized = normalized;
    }

    /**
     * As {@link #open(CheckpointDirectory, InferenceOptions, EmbeddingOptions, CalibrationMemory)}, without a memory.
     */
    public static TextEmbedder open(
            CheckpointDirectory checkpoint, InferenceOptions options, EmbeddingOptions embedding) throws IOException {
        return open(checkpoint, options, embedding, null);
    }

    /**
     * Loads a checkpoint.
     *
     * @param memory of calibrations: where the options name no precision, the one chosen when the model was last opened
     *     is used again; null calibrates
     * @throws IOException if something in it is missing or malformed, or neither it nor the options say how to pool
     * @throws TorchException if it cannot be computed here as the options ask
     */
    public static TextEmbedder open(
            CheckpointDirectory checkpoint,
            InferenceOptions options,
            EmbeddingOptions embedding,
            @Nullable CalibrationMemory memory)
            throws IOException {
        SentenceModules modules = SentenceModules.read(checkpoint.path());
        Pooling pooling = pooling(checkpoint, embedding, modules);
        InferenceOptions cut = modules == null || modules.maxTokens() == null || options.maxTokens() != null
                ? options
                : options.withLongText(modules.maxTokens(), options.longText());
        try (StoredParameters parameters = StoredParameters.encoder(checkpoint)) {
            return new TextEmbedder(
                    checkpoint.config().hiddenSize(),
                    embedding.normalized(),
                    OPENING.open(checkpoint, cut, parameters, pooling.output(), memory));
        }
    }

    private static Pooling pooling(
            CheckpointDirectory checkpoint, EmbeddingOptions embedding, @Nullable SentenceModules modules)
            throws CheckpointException {
        if (embedding.pooling() != null) {
            return embedding.pooling();
        }
        if (modules == null) {
            throw new CheckpointException(
                    checkpoint.path(),
                    "has no " + SentenceModules.FILE
                            + " that says how to pool token vectors; choose the pooling mean or first");
        }
        return modules.pooling();
    }

    /** How many numbers an embedding has. */
    public int dimension() {
        return dimension;
    }

    /** Embeds a text in the background; {@link ModelTask} says when this waits and how the result can fail. */
    public CompletableFuture<Embedding> submit(String text) throws InterruptedException {
        return computeWindows(text, (vector, cut) -> {
            Embedding embedding = new Embedding(vector, cut);
            return normalized ? embedding.normalized() : embedding;
        });
    }

    /** Embeds texts, and returns an embedding for each, in their order. Fails as {@link ModelTask} says. */
    public List<Embedding> embed(List<String> texts) throws InterruptedException {
        return all(texts, this::submit);
    }
}
