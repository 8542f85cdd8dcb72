package io.rolestream.models.task;

import io.rolestream.engine.checkpoint.CheckpointDirectory;
import io.rolestream.engine.model.Precision;
import io.rolestream.engine.precision.CalibrationMemory;
import io.rolestream.engine.task.EmbeddingOptions;
import io.rolestream.engine.task.InferenceOptions;
import io.rolestream.engine.task.PairScorer;
import io.rolestream.engine.task.TextClassifier;
import io.rolestream.engine.task.TextEmbedder;
import io.rolestream.engine.task.TextGenerator;
import io.rolestream.engine.task.TextPair;
import io.rolestream.engine.tokenizer.PairCut;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An open model of any task, as a smoke test sees it: texts in, numbers out. */
public interface TestedModel extends AutoCloseable {
    /**
     * What a model reads at once.
     *
     * @param second the other text of a pair; null for models that read one text
     */
    record Text(String first, @Nullable String second) {}

    /**
     * What a model computes of it: logits, a vector of length 1, a score, or for a generator the mean logarithm of the
     * probability of the second text's tokens after the first. Not copied: do not modify it.
     *
     * @param cut whether part of the text was not read
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Numbers(float[] values, boolean cut) {}

    VersionTask task();

    Precision precision();

    List<Numbers> compute(List<Text> texts) throws InterruptedException;

    @Override
    void close();

    /**
     * Opens a checkpoint for a task.
     *
     * @param memory where calibrations are kept, or null
     * @throws IOException if something in it is missing or malformed
     * @throws io.rolestream.engine.torch.TorchException if it cannot be computed here as the options ask
     */
    static TestedModel open(
            VersionTask task,
            CheckpointDirectory checkpoint,
            InferenceOptions options,
            @Nullable CalibrationMemory memory)
            throws IOException {
        return switch (task) {
            case CLASSIFIER -> of(TextClassifier.open(checkpoint, options, memory));
            case EMBEDDER -> of(TextEmbedder.open(checkpoint, options, new EmbeddingOptions(null, true), memory));
            case GENERATOR -> of(TextGenerator.open(checkpoint, options, memory));
            case RERANKER -> of(PairScorer.open(checkpoint, options, PairCut.LONGEST_FIRST, memory));
        };
    }

    static TestedModel of(TextClassifier classifier) {
        return new TestedModels.Classifier(classifier);
    }

    static TestedModel of(TextEmbedder embedder) {
        return new TestedModels.Embedder(embedder);
    }

    static TestedModel of(TextGenerator generator) {
        return new TestedModels.Describer(generator);
    }

    /** @throws IllegalArgumentException if it gives more than one number for a pair */
    static TestedModel of(PairScorer scorer) {
        if (scorer.labels().size() != 1) {
            scorer.close();
            throw new IllegalArgumentException(
                    "a model that scores pairs has one label, but this one has " + scorer.labels());
        }
        return new TestedModels.Reranker(scorer);
    }

    /** The pairs that a scorer is asked for. */
    static List<TextPair> pairs(List<Text> texts) {
        return texts.stream()
                .map(text -> new TextPair(text.first(), text.second() == null ? "" : text.second()))
                .toList();
    }
}
